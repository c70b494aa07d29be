import { expect, test } from 'vitest'
import {
  draftProduct,
  evolveProduct,
  Product,
  type ProductEvent,
  ProductText,
  publishProduct,
  Sku,
  skusMax,
  withdrawProduct,
} from '../../../domain/catalog/product.ts'
import { amountMaxFen } from '../../../domain/shared/fen.ts'
import { productId, shopId, skuId } from '../shared/ids.ts'
import { made } from '../shared/made.ts'

const now = '2026-03-01T08:00:00.000Z'
const later = '2026-03-02T08:00:00.000Z'
const open = { status: 'open' } as const
const sku = (number: number): Sku => ({ skuId: skuId(number), options: { size: `${number}` }, priceFen: 100 * number })
const command = {
  productId: productId(),
  shopId: shopId(),
  title: '明前龙井',
  description: '',
  categoryIds: [],
  imageIds: [],
  nonGoods: false,
  skus: [sku(1), sku(2)],
  requestHash: 'hash',
}

const after = (before: Product | undefined, events: readonly ProductEvent[]): Product => {
  const product = events.reduce<Product | undefined>(evolveProduct, before)
  if (!product) throw new Error('no product')
  expect(Product.parse(product)).toEqual(product)
  return product
}
const drafting = made(draftProduct(open, command, now))
const draft = after(undefined, drafting)
const onSale = after(draft, made(publishProduct(draft, later)))
const offShelf = after(onSale, made(withdrawProduct(onSale, later)))

test('a product is drafted with its variants, and is not on sale yet', () => {
  expect(draft).toEqual({ ...command, status: 'draft', draftedAt: now, version: 1 })
})

test('a closed shop drafts nothing', () => {
  expect(draftProduct({ status: 'closed' }, command, now)).toEqual({ ok: false, refusal: { code: 'shop_closed' } })
})

test('refuses two variants under one id and names the second', () => {
  const skus = [sku(1), sku(2), { ...sku(3), skuId: skuId(2) }]
  expect(draftProduct(open, { ...command, skus }, now)).toEqual({
    ok: false,
    refusal: { code: 'sku_id_repeated', field: 'body.skus.2.skuId' },
  })
})

test.each([
  ['draft', draft, [{ type: 'product_published', at: later }], []],
  ['on sale', onSale, [], [{ type: 'product_withdrawn', at: later }]],
  ['off the shelf', offShelf, [{ type: 'product_published', at: later }], []],
] as const)('a product that is %s is put on sale and taken off only where that changes it', (_, given, put, taken) => {
  expect(publishProduct(given, later)).toEqual({ ok: true, events: put })
  expect(withdrawProduct(given, later)).toEqual({ ok: true, events: taken })
})

test('publishing and withdrawing count as events and keep when it was put on sale', () => {
  expect(onSale).toEqual({ ...draft, status: 'on_sale', publishedAt: later, version: 2 })
  expect(offShelf).toEqual({ ...onSale, status: 'off_shelf', version: 3 })
})

test('a product is drafted once, and first', () => {
  expect(() => drafting.reduce<Product | undefined>(evolveProduct, draft)).toThrow('drafted once')
  expect(() => evolveProduct(undefined, { type: 'product_published', at: now })).toThrow('before product_drafted')
})

test.each([
  ['a price of nothing', { priceFen: 0 }],
  ['a price below nothing', { priceFen: -1 }],
  ['half a fen', { priceFen: 0.5 }],
  ['a price above the largest amount', { priceFen: amountMaxFen + 1 }],
  ['six options', { options: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`${n}`, 'x'])) }],
  ['an option without a value', { options: { size: '' } }],
  ['a field that nobody knows', { stock: 5 }],
])('a variant with %s is refused', (_, change) => {
  expect(Sku.safeParse(sku(1)).success).toBe(true)
  expect(Sku.safeParse({ ...sku(1), ...change }).success).toBe(false)
})

test('a product has a title of more than blanks, and from one to the most variants', () => {
  expect(ProductText.safeParse({ title: '  ' }).success).toBe(false)
  expect(ProductText.parse({ title: ' 茶 ' })).toEqual({ title: '茶', description: '' })
  const withSkus = (count: number) => ({ ...draft, skus: Array.from({ length: count }, (_, at) => sku(at + 1)) })
  expect([0, 1, skusMax, skusMax + 1].map((count) => Product.safeParse(withSkus(count)).success)).toEqual([
    false,
    true,
    true,
    false,
  ])
})
