import * as z from 'zod'
import { Stock } from '../../domain/catalog/stock.ts'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadProduct } from './product-store.ts'
import { catalogRefusals } from './refusals.ts'
import { loadStocks } from './stock-store.ts'

export const getStock = endpoint(
  {
    summary: 'Units of every variant: received, written off, on hand, held by unpaid orders, sold.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    reply: z.object({ productId: ProductId, skus: z.array(Stock.omit({ shopId: true, productId: true })) }),
    status: 200,
    refusals: pick(catalogRefusals, 'product_not_found'),
  },
  async ({ path: { shopId, productId } }, context) => {
    const product = await loadProduct(context.db, shopId, productId)
    if (!product) return { ok: false, refusal: { code: 'product_not_found' } }
    const skus = product.skus.map(({ skuId }) => ({ productId, skuId }))
    const stocks = await loadStocks(context.db, shopId, skus)
    return { ok: true, reply: { productId, skus: [...stocks.values()] } }
  },
)
