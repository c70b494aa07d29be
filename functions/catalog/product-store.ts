import { evolveProduct, Product, type ProductEvent } from '../../domain/catalog/product.ts'
import { assert } from '../../domain/shared/decision.ts'
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

/** Products of a shop that are on sale, newest first. From an index: one just published may be missing for a moment. */
export async function listProductsOnSale(db: Reader, shopId: string, page: PageQuery) {
  const range = { table: 'catalog', index: 'on-sale', pk: onSalePk(shopId), newestFirst: true } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
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
  const { productId, shopId, status, publishedAt } = after
  const onSale = status === 'on_sale' ? { onSalePk: onSalePk(shopId), onSaleSk: `${publishedAt}#${productId}` } : {}
  const { table, pk, sk } = productKey(shopId, productId)
  const state = { ...after, ...onSale }
  return recordEvents({ table, pk, sk, versionBefore: before?.version ?? 0, state, events, name: 'product' })
}
