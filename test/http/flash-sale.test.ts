import { expect, test } from 'vitest'
import { catalogEndpoints } from '../../functions/catalog/endpoints.ts'
import { atOnce } from '../../local/main-job/at-once.ts'
import { readStock } from '../../local/main-job/figures.ts'
import { type Person, toHangzhou } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import {
  linesOf,
  newId,
  newPerson,
  newProduct,
  newShop,
  newStaff,
  order,
  paidOrder,
  refund,
  type TestProduct,
  type TestShop,
} from '../support/shop.ts'

const at = sharedBackend()

const flashSale = (
  { shopId, owner }: TestShop,
  { productId }: Pick<TestProduct, 'productId'>,
  token = owner.token,
) => ({
  path: `/v1/shops/${shopId}/products/${productId}/flash-sale`,
  token,
})
const starting = (shop: TestShop, product: TestProduct, expectedOrdersPerSecond: number) => ({
  method: 'PUT',
  ...flashSale(shop, product),
  body: { skuId: product.skuId, expectedOrdersPerSecond },
})
const ending = (shop: TestShop, product: TestProduct) => ({ method: 'DELETE', ...flashSale(shop, product) })
const stockOf = (shop: TestShop, { productId }: TestProduct) => readStock(at, shop.owner, shop.shopId, productId)
const get = async ({ shopId, owner }: TestShop, rest: string) =>
  (await send(at, { method: 'GET', path: `/v1/shops/${shopId}${rest}`, token: owner.token })).body

/** Orders until it is answered for. */
async function place({ shopId }: TestShop, buyer: Person, product: TestProduct, quantity = 1): Promise<string> {
  const body = {
    orderId: newId('ord'),
    lines: linesOf(product, quantity),
    totalFen: product.priceFen * quantity,
    delivery: toHangzhou,
  }
  for (;;) {
    const reply = await send(at, { method: 'POST', path: `/v1/shops/${shopId}/orders`, token: buyer.token, body })
    if (refusalOf(reply) !== '503 too_busy') return refusalOf(reply)
  }
}

test('a flash sale from its start to its end: ordered, paid, cancelled, refunded, brought in, written off, summed', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 6 })
  const { productId, skuId } = product
  const staff = await newStaff(at, shop)
  const buyer = await newPerson(at)
  const started = await send(at, { ...starting(shop, product, 250), token: staff.token })
  expect([started.status, started.body]).toEqual([200, { productId, skuId, shards: 3 }])
  const paid = await paidOrder(at, shop, buyer, product, 3)
  const open = await order(at, shop, buyer, product)
  expect(await stockOf(shop, product)).toEqual({ received: 6, onHand: 2, held: 1, sold: 3 })
  const shown = await get(shop, `/products/${productId}`)
  expect(shown).toMatchObject({ skus: [{ skuId, available: 2 }] })
  expect(await get(shop, `/products/${productId}/stock`)).toMatchObject({ skus: [{ onHand: 2, flashSaleShards: 3 }] })

  const cancellation = `/v1/shops/${shop.shopId}/orders/${open.orderId}/cancellation`
  expect((await send(at, { method: 'POST', path: cancellation, token: buyer.token })).status).toBe(200)
  await refund(at, shop, paid.orderId, skuId, product.priceFen, 1)
  expect(await stockOf(shop, product)).toEqual({ received: 6, onHand: 4, held: 0, sold: 2 })
  for (const [kind, quantity] of [
    ['receive', 5],
    ['write_off', 7],
  ] as const) {
    const body = { moveId: newId('mov'), skuId, kind, quantity, reason: '盘点' }
    const path = `/v1/shops/${shop.shopId}/products/${productId}/stock-moves`
    expect((await send(at, { method: 'POST', path, token: staff.token, body })).status).toBe(201)
  }
  expect(await stockOf(shop, product)).toEqual({ received: 11, onHand: 2, held: 0, sold: 2 })
  expect(await place(shop, buyer, product, 3)).toBe('409 out_of_stock body.lines.0')
  expect(await place(shop, buyer, product, 2)).toBe('201')

  for (let times = 0; times < 2; times++) {
    const ended = await send(at, { ...ending(shop, product), token: staff.token })
    expect([ended.status, ended.body]).toEqual([200, { productId, skuIds: [skuId] }])
  }
  expect(await stockOf(shop, product)).toEqual({ received: 11, onHand: 0, held: 2, sold: 2 })
  const { skus } = (await get(shop, `/products/${productId}/stock`)) as { skus: object[] }
  expect(skus[0]).not.toHaveProperty('flashSaleShards')
})

test('another number of orders spreads the stock anew; the same one changes nothing', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 5 })
  const shards = async (rate: number) => (await send(at, starting(shop, product, rate))).body
  expect(await shards(1_000)).toMatchObject({ shards: 10 })
  const before = await at.database.items('catalog')
  expect(await shards(950)).toMatchObject({ shards: 10 })
  const own = (items: typeof before) => items.filter(({ pk }) => pk.includes(shop.shopId))
  expect(own(await at.database.items('catalog'))).toEqual(own(before))
  expect(await shards(1)).toMatchObject({ shards: 1 })
  expect(await stockOf(shop, product)).toEqual({ received: 5, onHand: 5, held: 0, sold: 0 })
})

test('of fourteen buyers at once, while the sale begins, ends and begins anew, seven get the seven units', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 7 })
  const people = await atOnce(Array.from({ length: 14 }), 4, () => newPerson(at))
  const meddle = async () => {
    for (const rate of [300, 0, 500, 0, 200]) {
      const request = rate === 0 ? ending(shop, product) : starting(shop, product, rate)
      expect(['200', '503 too_busy']).toContain(refusalOf(await send(at, request)))
    }
  }
  const [told] = await Promise.all([Promise.all(people.map((buyer) => place(shop, buyer, product))), meddle()])
  expect(told.filter((each) => each === '201')).toHaveLength(7)
  expect(told.filter((each) => each === '409 out_of_stock body.lines.0')).toHaveLength(7)
  expect(await stockOf(shop, product)).toEqual({ received: 7, onHand: 0, held: 7, sold: 0 })
})

test('two products of one shop whose variants have one id each sell their own units', async () => {
  const shop = await newShop(at)
  const one = await newProduct(at, shop, { units: 1 })
  const body = { productId: newId('prd'), title: '秋茶', skus: [{ skuId: one.skuId, options: {}, priceFen: 500 }] }
  const products = `/v1/shops/${shop.shopId}/products`
  const { token } = shop.owner
  expect((await send(at, { method: 'POST', path: products, token, body })).status).toBe(201)
  await send(at, { method: 'POST', path: `${products}/${body.productId}/publication`, token })
  const other = { productId: body.productId, skuId: one.skuId, priceFen: 500 }
  const buyer = await newPerson(at)
  expect(await place(shop, buyer, other)).toBe('409 out_of_stock body.lines.0')
  const both = {
    orderId: newId('ord'),
    lines: [...linesOf(one), ...linesOf(other)],
    totalFen: one.priceFen + 500,
    delivery: toHangzhou,
  }
  const reply = await send(at, {
    method: 'POST',
    path: `/v1/shops/${shop.shopId}/orders`,
    token: buyer.token,
    body: both,
  })
  expect(refusalOf(reply)).toBe('400 sku_repeated body.lines.1.skuId')
  expect(await place(shop, buyer, one)).toBe('201')
  expect(await stockOf(shop, one)).toMatchObject({ onHand: 0, held: 1 })
  expect(await stockOf(shop, other)).toMatchObject({ received: 0, onHand: 0, held: 0 })
})

testRefusals(
  {
    'start-flash-sale': catalogEndpoints['start-flash-sale'],
    'end-flash-sale': catalogEndpoints['end-flash-sale'],
  },
  {
    'start-flash-sale': {
      sku_not_found: async () => {
        const shop = await newShop(at)
        const product = await newProduct(at, shop)
        return { ...starting(shop, { ...product, skuId: newId('sku') }, 100), field: 'body.skuId' }
      },
    },
    'end-flash-sale': {
      product_not_found: async () => {
        const shop = await newShop(at)
        return { method: 'DELETE', ...flashSale(shop, { productId: newId('prd') }) }
      },
      sku_not_found: async () => {
        const shop = await newShop(at)
        const request = ending(shop, await newProduct(at, shop))
        return { ...request, path: `${request.path}?skuId=${newId('sku')}`, field: 'query.skuId' }
      },
    },
  },
  () => at,
)
