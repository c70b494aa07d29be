import * as z from 'zod'
import { expectedOrdersPerSecondMax, shardsFor } from '../../domain/catalog/flash-sale.ts'
import { ProductId, ShopId, SkuId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { catalogRefusals } from './refusals.ts'
import { reshardStock } from './reshard-stock.ts'

export const startFlashSale = endpoint(
  {
    summary:
      'Spread a variant’s stock for many orders at once, or anew for another number of them. It is sold to the last unit.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    body: z.strictObject({
      skuId: SkuId,
      expectedOrdersPerSecond: z.int().min(1).max(expectedOrdersPerSecondMax),
    }),
    reply: z.object({ productId: ProductId, skuId: SkuId, shards: z.int().min(1) }),
    status: 200,
    refusals: pick(catalogRefusals, 'sku_not_found'),
  },
  async ({ path: { shopId, productId }, body: { skuId, expectedOrdersPerSecond } }, context) => {
    const shards = shardsFor(expectedOrdersPerSecond)
    const isThere = await reshardStock(context, { shopId, productId, skuId }, shards)
    if (!isThere) return { ok: false, refusal: { code: 'sku_not_found', field: 'body.skuId' } }
    return { ok: true, reply: { productId, skuId, shards } }
  },
)
