import * as z from 'zod'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadStocks } from './load-stocks.ts'
import { loadProduct } from './product-store.ts'
import { ProductView, viewFor } from './product-views.ts'
import { catalogRefusals } from './refusals.ts'

export const getProduct = endpoint(
  {
    summary: 'One product with its prices and the units that can be bought now. Drafts are for the shop’s own people.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    reply: ProductView,
    status: 200,
    refusals: pick(catalogRefusals, 'product_not_found'),
  },
  async ({ path: { shopId, productId }, caller }, context) => {
    const product = await loadProduct(context.db, shopId, productId)
    const isShown = product && (product.status === 'on_sale' || caller?.roleInShop !== undefined)
    if (!isShown) return { ok: false, refusal: { code: 'product_not_found' } }
    const stocks = await loadStocks(
      context.db,
      shopId,
      product.skus.map(({ skuId }) => ({ productId, skuId })),
    )
    const view = viewFor(caller, product)
    const skus = view.skus.map((sku) => ({ ...sku, available: stocks.get(sku.skuId)?.onHand ?? 0 }))
    return { ok: true, reply: { ...view, skus } }
  },
)
