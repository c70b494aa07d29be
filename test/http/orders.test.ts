import { expect, test } from 'vitest'
import { readStock } from '../../local/main-job/figures.ts'
import { type Person, payOnPhone, placeOrder, prepay, toHangzhou, untilStatus } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { refusalOf, send } from '../support/request.ts'
import {
  linesOf,
  newId,
  newPerson,
  newProduct,
  newShop,
  newStaff,
  order,
  type TestProduct,
  type TestShop,
} from '../support/shop.ts'

const at = sharedBackend()

const orderPath = (shopId: string, orderId: string, rest = '') => `/v1/shops/${shopId}/orders/${orderId}${rest}`
const bodyOf = (product: TestProduct, quantity = 1, over: object = {}) => ({
  orderId: newId('ord'),
  lines: linesOf(product, quantity),
  totalFen: product.priceFen * quantity,
  delivery: toHangzhou,
  ...over,
})
const place = (shop: TestShop, buyer: Person, body: object) => ({
  method: 'POST',
  path: `/v1/shops/${shop.shopId}/orders`,
  token: buyer.token,
  body,
})
const stockOf = (shop: TestShop, { productId }: TestProduct) => readStock(at, shop.owner, shop.shopId, productId)

/** A shop with a product of three units, and somebody who wants them. */
async function scene(units = 3) {
  const shop = await newShop(at)
  return { shop, product: await newProduct(at, shop, { units }), buyer: await newPerson(at) }
}

test('an order goes from its placing to its receipt, and stock goes with it', async () => {
  const { shop, product, buyer } = await scene()
  const { skuId, productId, priceFen } = product
  const body = bodyOf(product, 2)
  const placed = await send(at, place(shop, buyer, body))
  const { delivery: _, ...answered } = body
  const line = { productId, skuId, quantity: 2, title: '春茶', options: { 茶: '乌龙' } }
  expect(placed).toMatchObject({
    status: 201,
    body: { ...answered, lines: [{ ...line, unitPriceFen: priceFen, amountFen: 2 * priceFen }] },
  })
  expect(placed.text).not.toMatch(/commission|attribution/)
  expect(await stockOf(shop, product)).toEqual({ received: 3, onHand: 1, held: 2, sold: 0 })
  const { payParams } = await prepay(at, buyer, shop.shopId, body.orderId)
  await payOnPhone(at, buyer, payParams)
  await untilStatus(at, buyer, shop.shopId, body.orderId, 'paid')
  expect(await stockOf(shop, product)).toEqual({ received: 3, onHand: 1, held: 0, sold: 2 })
  const shipment = { parcels: [{ carrier: 'YTO', trackingNo: 'YT1234567890' }] }
  const step = (rest: string, { token }: Person, more = {}) =>
    send(at, { method: 'POST', path: orderPath(shop.shopId, body.orderId, rest), token, ...more })
  const staff = await newStaff(at, shop)
  for (let again = 0; again < 2; again++)
    expect(await step('/shipment', staff, { body: shipment })).toMatchObject({
      status: 200,
      body: { status: 'shipped', shipment: { ...shipment, isComplete: true } },
    })
  for (let again = 0; again < 2; again++)
    expect(await step('/receipt', buyer)).toMatchObject({ status: 200, body: { status: 'received' } })
  const seen = await send(at, {
    method: 'GET',
    path: orderPath(shop.shopId, body.orderId),
    token: shop.owner.token,
  })
  expect(seen.body).toMatchObject({ status: 'received', shipment, customerId: buyer.customerId })
  expect(seen.text).not.toMatch(/requestHash|subMchid|paymentNo|transactionId|attribution|commission|"version"/)
})

test('the same order sent five times at once is one order, with one answer', async () => {
  const { shop, product, buyer } = await scene()
  const request = place(shop, buyer, bodyOf(product))
  const replies = await Promise.all(Array.from({ length: 5 }, () => send(at, request)))
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
  expect(await stockOf(shop, product)).toEqual({ received: 3, onHand: 2, held: 1, sold: 0 })
})

test('an order that is sent again gets its first answer when it is paid and its product has gone', async () => {
  const { shop, product, buyer } = await scene(1)
  const orderId = newId('ord')
  const body = bodyOf(product, 1, { orderId })
  const first = await send(at, place(shop, buyer, body))
  const { payParams } = await prepay(at, buyer, shop.shopId, orderId)
  await payOnPhone(at, buyer, payParams)
  await untilStatus(at, buyer, shop.shopId, orderId, 'paid')
  const publication = `/v1/shops/${shop.shopId}/products/${product.productId}/publication`
  await send(at, { method: 'DELETE', path: publication, token: shop.owner.token })
  const again = await send(at, place(shop, buyer, body))
  expect([again.status, again.text]).toEqual([201, first.text])
})

test('an order’s id is its buyer’s: the same body from somebody else is refused', async () => {
  const { shop, product, buyer } = await scene()
  const body = bodyOf(product)
  await send(at, place(shop, buyer, body))
  const other = await newPerson(at)
  expect(refusalOf(await send(at, place(shop, other, body)))).toBe('409 order_id_reused body.orderId')
  expect(await stockOf(shop, product)).toMatchObject({ onHand: 2, held: 1 })
})

test('a cancelled order gives its stock back once', async () => {
  const { shop, product, buyer } = await scene()
  const { orderId } = await order(at, shop, buyer, product, 2)
  await prepay(at, buyer, shop.shopId, orderId)
  const cancel = { method: 'POST', path: orderPath(shop.shopId, orderId, '/cancellation'), token: buyer.token }
  const replies = await Promise.all(Array.from({ length: 4 }, () => send(at, cancel)))
  for (const reply of replies)
    expect(reply).toMatchObject({ status: 200, body: { status: 'cancelled', cancelReason: 'by_customer' } })
  expect(await stockOf(shop, product)).toEqual({ received: 3, onHand: 3, held: 0, sold: 0 })
})

test('an order is its buyer’s and the shop’s; everybody else finds none', async () => {
  const { shop, product, buyer } = await scene()
  const { orderId } = await order(at, shop, buyer, product)
  const other = await newShop(at)
  const read = (token: string, shopId = shop.shopId) =>
    send(at, { method: 'GET', path: orderPath(shopId, orderId), token }).then(refusalOf)
  expect(await read(buyer.token)).toBe('200')
  expect(await read(shop.owner.token)).toBe('200')
  expect(await read(other.owner.token)).toBe('404 order_not_found')
  expect(await read(other.owner.token, other.shopId)).toBe('404 order_not_found')
})

test('an order of 20 lines is one transaction', async () => {
  const shop = await newShop(at)
  const products = await Promise.all(Array.from({ length: 20 }, () => newProduct(at, shop, { units: 1 })))
  const buyer = await newPerson(at)
  const lines = products.flatMap((product) => linesOf(product))
  const { orderId } = await placeOrder(at, buyer, shop.shopId, lines, 20 * 8_800)
  const { payParams } = await prepay(at, buyer, shop.shopId, orderId)
  await payOnPhone(at, buyer, payParams)
  await untilStatus(at, buyer, shop.shopId, orderId, 'paid')
  const sold = await Promise.all(products.map((product) => stockOf(shop, product)))
  expect(new Set(sold.map((stock) => JSON.stringify(stock)))).toEqual(
    new Set([JSON.stringify({ received: 1, onHand: 0, held: 0, sold: 1 })]),
  )
})
