import * as z from 'zod'
import { refuseUnknownCategory } from '../../domain/catalog/category.ts'
import { editProduct as decide, ProductEdit } from '../../domain/catalog/edit-product.ts'
import { refuseOwnersFields } from '../../domain/catalog/owner-fields.ts'
import { evolveProduct, type Product } from '../../domain/catalog/product.ts'
import { CustomerId, ProductId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import type { Write } from '../shared/storage.ts'
import { checkCategories, loadCategories } from './category-store.ts'
import { loadProduct, productWrites } from './product-store.ts'
import { ProductDetail, viewFor } from './product-views.ts'
import { catalogRefusals } from './refusals.ts'
import { refuseImages } from './refuse-images.ts'
import { createStock } from './stock-store.ts'
import type { CatalogContext } from './upload-target.ts'

export const editProduct = endpoint(
  {
    summary:
      'Change what is named of a product: texts, categories, flags, prices; add variants. Null takes a value away.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    body: ProductEdit.refine((edit) => Object.keys(edit).length > 0, 'at least one field').meta({ minProperties: 1 }),
    reply: ProductDetail,
    status: 200,
    refusals: pick(
      catalogRefusals,
      'product_not_found',
      'category_not_found',
      'image_not_found',
      'image_not_uploaded',
      'owner_only_field',
      'sku_not_found',
      'sku_id_repeated',
      'sku_id_reused',
      'sku_limit',
    ),
  },
  async ({ path: { shopId, productId }, body, caller }, context: CatalogContext) => {
    const editor = signedIn(caller)
    const editedBy = CustomerId.parse(editor.customerId)
    return commit(context, async () => {
      const foreign = refuseOwnersFields(editor.roleInShop === 'owner', body)
      if (foreign) return { refusal: foreign }
      const { categoryIds = [], imageIds = [] } = body
      const [product, categories] = await Promise.all([
        loadProduct(context.db, shopId, productId),
        body.categoryIds === undefined ? undefined : loadCategories(context.db, shopId),
      ])
      if (!product) return { refusal: { code: 'product_not_found' } }
      const unknown =
        refuseUnknownCategory(categories, categoryIds, product.categoryIds) ??
        (await refuseImages(context, shopId, imageIds, product.imageIds))
      if (unknown) return { refusal: unknown }
      const decision = decide(product, body, editedBy, context.now())
      if (!decision.ok) return decision
      const after = decision.events.reduce<Product>(evolveProduct, product)
      const writes: Write[] = [...productWrites(product, decision.events), ...newStocks(product, after)]
      if (writes.length > 0 && categories) writes.push(checkCategories(categories))
      return { writes, reply: viewFor(editor, after) }
    })
  },
)

const newStocks = (before: Product, { shopId, productId, skus }: Product): Write[] =>
  skus
    .filter(({ skuId }) => !before.skus.some((sku) => sku.skuId === skuId))
    .map(({ skuId }) => createStock({ shopId, productId, skuId }))
