import * as z from 'zod'
import { Stock } from '../../domain/catalog/stock.ts'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadStocks } from './load-stocks.ts'
import { loadProduct } from './product-store.ts'
import { catalogRefusals } from './refusals.ts'

const StockView = Stock.omit({ shopId: true, productId: true }).extend({
  /** In so many parts the units lie for a flash sale. */
  flashSaleShards: z.int().min(1).exactOptional(),
})

export const getStock = endpoint(
  {
    summary: 'Units of every variant: received, written off, on hand, held by unpaid orders, sold.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    reply: z.object({ productId: ProductId, skus: z.array(StockView) }),
    status: 200,
    refusals: pick(catalogRefusals, 'product_not_found'),
  },
  async ({ path: { shopId, productId } }, context) => {
    const product = await loadProduct(context.db, shopId, productId)
    if (!product) return { ok: false, refusal: { code: 'product_not_found' } }
    const skus = product.skus.map(({ skuId }) => ({ productId, skuId }))
    const stocks = await loadStocks(context.db, shopId, skus)
    const views = [...stocks.values()].map((stock) => {
      const { shards } = stock.parts.main
      return { ...stock, ...(shards === 0 ? {} : { flashSaleShards: shards }) }
    })
    return { ok: true, reply: { productId, skus: views } }
  },
)
