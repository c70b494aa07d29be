import { expect, test } from 'vitest'
import { editProduct, ProductEdit } from '../../../domain/catalog/edit-product.ts'
import { refuseOwnersFields } from '../../../domain/catalog/owner-fields.ts'
import { evolveProduct, Product, type Sku, skusMax } from '../../../domain/catalog/product.ts'
import { categoryId, customerId, productId, shopId, skuId } from '../shared/ids.ts'
import { made, one } from '../shared/made.ts'

const now = '2026-03-01T08:00:00.000Z'
const later = '2026-03-02T08:00:00.000Z'
const sku = (number: number): Sku => ({
  skuId: skuId(number),
  options: { size: `${number}`, leaf: 'A' },
  priceFen: 100,
})
const product = Product.parse({
  productId: productId(),
  shopId: shopId(),
  status: 'on_sale',
  title: '明前龙井',
  description: '',
  categoryIds: [],
  imageIds: [],
  nonGoods: false,
  replenishmentDays: 90,
  commissionRateBps: 500,
  skus: [{ ...sku(1), costFen: 40 }, sku(2)],
  draftedAt: now,
  publishedAt: now,
  requestHash: 'hash',
  version: 2,
})
const decide = (edit: unknown) => editProduct(product, ProductEdit.parse(edit), customerId(), later)
const after = (edit: unknown) => {
  const edited = made(decide(edit)).reduce<Product>(evolveProduct, product)
  expect(Product.parse(edited)).toEqual(edited)
  return edited
}

test.each([
  [{ title: '秋茶' }, { title: '秋茶' }],
  [
    { categoryIds: [categoryId()], nonGoods: true },
    { categoryIds: [categoryId()], nonGoods: true },
  ],
  [{ replenishmentDays: 30 }, { replenishmentDays: 30 }],
  [{ commissionRateBps: 0 }, { commissionRateBps: 0 }],
  [{ skus: [{ skuId: skuId(1), priceFen: 250 }] }, { skus: [{ ...sku(1), priceFen: 250, costFen: 40 }, sku(2)] }],
  [
    { skus: [{ skuId: skuId(2), lowStockAt: 0 }] },
    {
      skus: [
        { ...sku(1), costFen: 40 },
        { ...sku(2), lowStockAt: 0 },
      ],
    },
  ],
  [{ newSkus: [sku(3)] }, { skus: [{ ...sku(1), costFen: 40 }, sku(2), sku(3)] }],
])('%j changes that and nothing else', (edit, changed) => {
  expect(after(edit)).toEqual({ ...product, ...changed, version: 3 })
  const { content, ...event } = { content: undefined, ...one(made(decide(edit))) }
  expect(event).toEqual({ type: 'product_edited', at: later, editedBy: customerId() })
  expect(content).toMatchObject(changed)
})

test('null takes away what may be absent', () => {
  const { replenishmentDays: _, commissionRateBps: _rate, ...rest } = product
  const edit = { replenishmentDays: null, commissionRateBps: null, skus: [{ skuId: skuId(1), costFen: null }] }
  expect(after(edit)).toEqual({ ...rest, skus: [sku(1), sku(2)], version: 3 })
})

test.each([
  {},
  { title: ' 明前龙井 ', replenishmentDays: 90 },
  { skus: [{ skuId: skuId(1), options: { leaf: 'A', size: '1' }, costFen: 40 }] },
  { newSkus: [{ ...sku(2), options: { leaf: 'A', size: '2' } }] },
])('%j is so already and makes no event', (edit) => {
  expect(decide(edit)).toEqual({ ok: true, events: [] })
})

const many = (count: number) => Array.from({ length: count }, (_, at) => sku(at + 3))
test.each([
  ['a variant that is not there', { skus: [{ skuId: skuId(9) }] }, 'sku_not_found', 'body.skus.0.skuId'],
  ['one variant twice', { skus: [{ skuId: skuId(1) }, { skuId: skuId(1) }] }, 'sku_id_repeated', 'body.skus.1.skuId'],
  ['one new variant twice', { newSkus: [sku(3), sku(3)] }, 'sku_id_repeated', 'body.newSkus.1.skuId'],
  ['an id in use for another', { newSkus: [{ ...sku(2), priceFen: 1 }] }, 'sku_id_reused', 'body.newSkus.0.skuId'],
  ['one variant too many', { newSkus: many(skusMax - 1) }, 'sku_limit', 'body.newSkus'],
])('refuses %s', (_, edit, code, field) => {
  expect(decide(edit)).toEqual({ ok: false, refusal: { code, field } })
})

test('a product can have as many variants as the most', () => {
  expect(after({ newSkus: many(skusMax - 2) }).skus).toHaveLength(skusMax)
})

test.each([
  [{ skus: [{}, { costFen: null }] }, 'body.skus.1.costFen'],
  [{ newSkus: [{ costFen: 5 }] }, 'body.newSkus.0.costFen'],
  [{ commissionRateBps: null }, 'body.commissionRateBps'],
  [{ commissionRateBps: 5, skus: [{ costFen: 5 }] }, 'body.commissionRateBps'],
])('%j is for the owner alone to set', (content, field) => {
  expect(refuseOwnersFields(false, content)).toEqual({ code: 'owner_only_field', field })
  expect(refuseOwnersFields(true, content)).toBeUndefined()
  expect(refuseOwnersFields(false, { skus: [{}], newSkus: [] })).toBeUndefined()
})
