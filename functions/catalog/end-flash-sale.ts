import * as z from 'zod'
import { ProductId, ShopId, SkuId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadProduct } from './product-store.ts'
import { catalogRefusals } from './refusals.ts'
import { reshardStock } from './reshard-stock.ts'

export const endFlashSale = endpoint(
  {
    summary: 'Put the stock of a product’s variants, or of one, together again. Open orders keep their units.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    query: z.strictObject({ skuId: SkuId.exactOptional() }),
    reply: z.object({ productId: ProductId, skuIds: z.array(SkuId) }),
    status: 200,
    refusals: pick(catalogRefusals, 'product_not_found', 'sku_not_found'),
  },
  async ({ path: { shopId, productId }, query: { skuId } }, context) => {
    const product = await loadProduct(context.db, shopId, productId)
    if (!product) return { ok: false, refusal: { code: 'product_not_found' } }
    const skuIds = product.skus.map((sku) => sku.skuId).filter((each) => skuId === undefined || each === skuId)
    if (skuIds.length === 0) return { ok: false, refusal: { code: 'sku_not_found', field: 'query.skuId' } }
    for (const each of skuIds) await reshardStock(context, { shopId, productId, skuId: each }, 0)
    return { ok: true, reply: { productId, skuIds } }
  },
)
