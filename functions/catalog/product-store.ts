import * as z from 'zod'
import { isWatched } from '../../domain/catalog/low-stock.ts'
import { evolveProduct, Product, type ProductEvent } from '../../domain/catalog/product.ts'
import { assert } from '../../domain/shared/decision.ts'
import { type CategoryId, ProductId } from '../../domain/shared/ids.ts'
import { parseItem, recordEvents } from '../shared/event-log.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** Partition of a product, its variants' stock, its stock moves and its events. */
export const productPk = (shopId: string, productId: string) => `SHOP#${shopId}#PRODUCT#${productId}`

const productKey = (shopId: string, productId: string): Key => ({
  table: 'catalog',
  pk: productPk(shopId, productId),
  sk: 'PRODUCT',
})

export const loadProduct = async (db: Reader, shopId: string, productId: string): Promise<Product | undefined> =>
  parseItem(Product, await db.get(productKey(shopId, productId)))

/** The products of those ids that the shop has, by id. */
export async function loadProducts(db: Reader, shopId: string, productIds: readonly string[]) {
  const items = await db.getMany([...new Set(productIds)].map((productId) => productKey(shopId, productId)))
  const products = items.flatMap((item) => parseItem(Product, item) ?? [])
  return new Map(products.map((product) => [product.productId, product]))
}

const onSalePk = (shopId: string) => `SHOP#${shopId}`
const categoryOnSalePk = (shopId: string, categoryId: string) => `${onSalePk(shopId)}#CATEGORY#${categoryId}`

/** Products of a shop that are on sale, newest first. From an index: one just published may be missing for a moment. */
export async function listProductsOnSale(db: Reader, shopId: string, page: PageQuery) {
  const range = { table: 'catalog', index: 'on-sale', pk: onSalePk(shopId), newestFirst: true } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { products: items.map((item) => Product.parse(item)), ...rest }
}

/** A product's place in a category, in the same index as the products themselves. */
const Place = z.object({ productId: ProductId })

/** Products of a category that are on sale, newest first. One that left since the index was written is not among them. */
export async function listCategoryOnSale(
  db: Reader,
  { shopId, categoryId }: { readonly shopId: string; readonly categoryId: CategoryId },
  page: PageQuery,
) {
  const pk = categoryOnSalePk(shopId, categoryId)
  const { items, ...rest } = await db.query({ table: 'catalog', index: 'on-sale', pk, newestFirst: true, ...page })
  const places = items.map((item) => Place.parse(item))
  const products = await loadProducts(
    db,
    shopId,
    places.map(({ productId }) => productId),
  )
  const found = places.flatMap(({ productId }) => products.get(productId) ?? [])
  const isIn = ({ status, categoryIds }: Product) => status === 'on_sale' && categoryIds.includes(categoryId)
  return { products: found.filter(isIn), ...rest }
}

const shopPk = onSalePk

/** Every product of a shop, drafts and those off the shelf too, newest draft first. From an index, like the others. */
export async function listCatalogProducts(db: Reader, shopId: string, page: PageQuery) {
  const range = { table: 'catalog', index: 'of-shop', pk: shopPk(shopId), newestFirst: true } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { products: items.map((item) => Product.parse(item)), ...rest }
}

const watchedPk = onSalePk

/** Products of a shop of which a variant may run low, in the order of their ids. From an index, like the others. */
export async function listWatchedProducts(db: Reader, shopId: string, page: PageQuery) {
  const { items, ...rest } = await db.query({ table: 'catalog', index: 'watched', pk: watchedPk(shopId), ...page })
  return { products: items.map((item) => Product.parse(item)), ...rest }
}

/** Holds a decision to the product as it was read: its price, and that it is on sale. */
export const checkProduct = ({ shopId, productId, version }: Product): Write => ({
  kind: 'check',
  name: `product ${productId}`,
  key: productKey(shopId, productId),
  guards: [{ attribute: 'version', is: '=', value: version }],
})

/** Records events of a product; `before` is the product as it was read. */
export function productWrites(before: Product | undefined, events: readonly ProductEvent[]): Write[] {
  if (events.length === 0) return []
  const after = events.reduce<Product | undefined>(evolveProduct, before)
  assert(after !== undefined, 'an event leads to a product')
  const { productId, shopId, status } = after
  const onSale = status === 'on_sale' ? { onSalePk: onSalePk(shopId), onSaleSk: onSaleSk(after) } : {}
  const { table, pk, sk } = productKey(shopId, productId)
  const watched = isWatched(after) ? { watchedPk: watchedPk(shopId), watchedSk: productId } : {}
  const ofShop = { shopPk: shopPk(shopId), draftedSk: `${after.draftedAt}#${productId}` }
  const state = { ...after, ...ofShop, ...onSale, ...watched }
  return [
    ...recordEvents({ table, pk, sk, versionBefore: before?.version ?? 0, state, events, name: 'product' }),
    ...placeWrites(before, after),
  ]
}

const onSaleSk = ({ publishedAt, productId }: Product) => `${publishedAt}#${productId}`

/** Puts a product into the lists of its categories while it is on sale, and takes it out. */
function placeWrites(before: Product | undefined, after: Product): Write[] {
  const [old, now] = [placesOf(before), placesOf(after)]
  const { shopId, productId } = after
  const write = (categoryId: CategoryId) => ({
    name: `category ${categoryId}`,
    key: { table: 'catalog', pk: productPk(shopId, productId), sk: `CATEGORY#${categoryId}` } as const,
  })
  const place = (categoryId: CategoryId) => ({
    onSalePk: categoryOnSalePk(shopId, categoryId),
    onSaleSk: onSaleSk(after),
  })
  return [
    ...now
      .filter((categoryId) => !old.includes(categoryId))
      .map((id): Write => ({ kind: 'create', ...write(id), attributes: { productId, ...place(id) } })),
    ...old.filter((categoryId) => !now.includes(categoryId)).map((id): Write => ({ kind: 'remove', ...write(id) })),
  ]
}

const placesOf = (product: Product | undefined): readonly CategoryId[] =>
  product?.status === 'on_sale' ? product.categoryIds : []
