import * as z from 'zod'
import { draftProduct as decide, ProductText, Sku, skusMax } from '../../domain/catalog/product.ts'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { Refused } from '../shared/http/refusals.ts'
import { loadShop } from '../shops/shop-store.ts'
import { loadProduct, productWrites } from './product-store.ts'
import { catalogRefusals } from './refusals.ts'
import { createStock } from './stock-store.ts'

export const draftProduct = endpoint(
  {
    summary: 'Draft a product with its variants; it is shown when it is published.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({
      productId: ProductId,
      ...ProductText.shape,
      skus: z.array(Sku).min(1).max(skusMax),
    }),
    reply: z.object({ productId: ProductId, draftedAt: z.string() }),
    status: 201,
    refusals: pick(catalogRefusals, 'product_id_reused', 'sku_id_repeated', 'shop_closed'),
  },
  async ({ path: { shopId }, body }, context) => {
    const requestHash = fingerprint(body)
    return commit(context, async () => {
      const [shop, existing] = await Promise.all([
        loadShop(context.db, shopId),
        loadProduct(context.db, shopId, body.productId),
      ])
      if (!shop) throw new Refused('not_found')
      if (existing)
        return existing.requestHash === requestHash
          ? { reply: existing }
          : { refusal: { code: 'product_id_reused', field: 'body.productId' } }
      const decision = decide(shop, { shopId, ...body, requestHash }, context.now())
      if (!decision.ok) return decision
      const stocks = body.skus.map(({ skuId }) => createStock({ shopId, productId: body.productId, skuId }))
      const [drafted] = decision.events
      if (drafted?.type !== 'product_drafted') throw new Error('A draft is one event')
      return { writes: [...productWrites(undefined, decision.events), ...stocks], reply: drafted.product }
    })
  },
)
