import * as z from 'zod'
import { refuseUnknownCategory } from '../../domain/catalog/category.ts'
import { refuseOwnersFields } from '../../domain/catalog/owner-fields.ts'
import { draftProduct as decide, ProductContent } from '../../domain/catalog/product.ts'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { Refused } from '../shared/http/refusals.ts'
import { checkShop, loadShop } from '../shops/shop-store.ts'
import { checkCategories, loadCategories } from './category-store.ts'
import { loadProduct, productWrites } from './product-store.ts'
import { catalogRefusals } from './refusals.ts'
import { refuseImages } from './refuse-images.ts'
import { createStock } from './stock-store.ts'
import type { CatalogContext } from './upload-target.ts'

export const draftProduct = endpoint(
  {
    summary: 'Draft a product with its variants; it is shown when it is published.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({ productId: ProductId, ...ProductContent.shape }),
    reply: z.object({ productId: ProductId, draftedAt: z.string() }),
    status: 201,
    refusals: pick(
      catalogRefusals,
      'product_id_reused',
      'category_not_found',
      'image_not_found',
      'image_not_uploaded',
      'owner_only_field',
      'sku_id_repeated',
      'shop_closed',
    ),
  },
  async ({ path: { shopId }, body, caller }, context: CatalogContext) => {
    const isOwner = signedIn(caller).roleInShop === 'owner'
    const requestHash = fingerprint(body)
    return commit(context, async () => {
      const foreign = refuseOwnersFields(isOwner, body)
      if (foreign) return { refusal: foreign }
      const [shop, existing, categories] = await Promise.all([
        loadShop(context.db, shopId),
        loadProduct(context.db, shopId, body.productId),
        body.categoryIds.length === 0 ? undefined : loadCategories(context.db, shopId),
      ])
      if (!shop) throw new Refused('not_found')
      if (existing)
        return existing.requestHash === requestHash
          ? { reply: existing }
          : { refusal: { code: 'product_id_reused', field: 'body.productId' } }
      const unknown =
        refuseUnknownCategory(categories, body.categoryIds) ?? (await refuseImages(context, shopId, body.imageIds))
      if (unknown) return { refusal: unknown }
      const decision = decide(shop, { shopId, ...body, requestHash }, context.now())
      if (!decision.ok) return decision
      const stocks = body.skus.map(({ skuId }) => createStock({ shopId, productId: body.productId, skuId }))
      const [drafted] = decision.events
      if (drafted?.type !== 'product_drafted') throw new Error('A draft is one event')
      const checks = categories ? [checkCategories(categories)] : []
      const writes = [...productWrites(undefined, decision.events), checkShop(shop), ...stocks, ...checks]
      return { writes, reply: drafted.product }
    })
  },
)
