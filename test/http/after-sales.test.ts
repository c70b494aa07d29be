import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultShopSettings } from '../../domain/shops/shop.ts'
import { readCommission, readRepurchase, readStock } from '../../local/main-job/figures.ts'
import {
  logIn,
  logInAgain,
  openLinkAsStranger,
  receiveOrder,
  shareLink,
  shipOrder,
} from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { violationsOf } from '../support/invariants.ts'
import { orderOf } from '../support/payment.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, paidOrder, refund } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())

/** Two units at 8,800 fen, paid by somebody who came by a referrer's link: 10 % of 17,600 is 1,760. */
async function sale() {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 3 })
  const referrer = await newPerson(at)
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  const buyer = await logIn(at, newId('新客'), await openLinkAsStranger(at, code, 1008))
  const { orderId } = await paidOrder(at, shop, buyer, product, 2)
  const path = `/v1/shops/${shop.shopId}/orders/${orderId}`
  const bodyOf = (over: object = {}) => ({
    ...{ afterSalesId: newId('afs'), kind: 'return_and_refund', reason: '茶罐破了' },
    lines: [{ skuId: product.skuId, quantity: 1, amountFen: 8_800 }],
    ...over,
  })
  const post = (rest: string, token: string, body?: object) =>
    send(at, { method: 'POST', path: `${path}${rest}`, token, body })
  return {
    ...{ shop, product, buyer, orderId, bodyOf, post },
    stored: async () => (await orderOf(at, shop.shopId, orderId)).order,
    stock: () => readStock(at, shop.owner, shop.shopId, product.productId),
    commission: () => readCommission(at, shop.owner, shop.shopId, [orderId]),
    figures: () => readRepurchase(at, shop.owner, shop.shopId),
  }
}

/** Until WeChat has paid what it was asked for, and everybody knows. */
async function untilRefunded(): Promise<void> {
  for (let minutes = 0; minutes < 4; minutes++) await at.advanceMinutes(1)
}

test('goods come back, the money goes back, and stock, commission and figures follow', async () => {
  const { shop, buyer, orderId, bodyOf, post, stored, stock, commission, figures } = await sale()
  await shipOrder(at, shop.owner, shop.shopId, orderId, 'SF0000000001')
  await receiveOrder(at, buyer, shop.shopId, orderId)
  const body = bodyOf()
  const [first, again] = [await post('/after-sales', buyer.token, body), await post('/after-sales', buyer.token, body)]
  expect([first.status, again.status, again.text]).toEqual([201, 201, first.text])
  const steps = `/after-sales/${body.afterSalesId}`
  expect(await post(`${steps}/approval`, shop.owner.token)).toMatchObject({ body: { status: 'awaiting_return' } })
  const parcel = { carrier: '顺丰', trackingNo: 'SF0000000002' }
  expect(await post(`${steps}/return-parcel`, buyer.token, parcel)).toMatchObject({ body: { status: 'returning' } })
  expect(await stock()).toMatchObject({ onHand: 1, sold: 2 })
  const arrived = await Promise.all([1, 2, 3].map(() => post(`${steps}/return-receipt`, shop.owner.token)))
  for (const { status, body: reply } of arrived) expect([status, reply]).toMatchObject([200, { status: 'refunding' }])
  expect(await stock()).toMatchObject({ onHand: 2, sold: 1 })
  await untilRefunded()
  expect(await stored()).toMatchObject({ status: 'received', netPaidFen: 8_800, afterSales: [{ status: 'refunded' }] })
  expect(await commission()).toMatchObject({ accruedFen: 1_760, reversedFen: 880 })
  expect(await figures()).toMatchObject({ customers: 1, orders: 1, amountFen: 8_800 })
})

test('of requests for the same money at once, one is granted', async () => {
  const { shop, product, buyer, orderId, bodyOf, post, stored } = await sale()
  const lines = [{ skuId: product.skuId, quantity: 2, amountFen: 17_600 }]
  const told = await Promise.all([
    ...[1, 2, 3].map(() => post('/after-sales', buyer.token, bodyOf({ kind: 'refund_only', lines }))),
    ...[1, 2, 3].map(() => post('/refunds', shop.owner.token, { ...bodyOf({ lines }), kind: undefined })),
  ])
  expect(told.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
  const [each] = (await stored().then((order) => ('afterSales' in order ? order.afterSales : []))) ?? []
  if (each?.openedBy === 'customer') await post(`/after-sales/${each.afterSalesId}/approval`, shop.owner.token)
  await untilRefunded()
  expect(await stored()).toMatchObject({ status: 'refunded', netPaidFen: 0 })
  const shipped = await post('/shipment', shop.owner.token, {
    parcels: [{ carrier: 'YTO', trackingNo: 'YT0000000001' }],
  })
  expect([refusalOf(shipped), orderId]).toEqual(['409 nothing_to_ship', orderId])
})

test('a refund after the completion takes the commission back from what was released', async () => {
  const { shop, product, buyer, orderId, stored, commission, figures } = await sale()
  await shipOrder(at, shop.owner, shop.shopId, orderId, 'SF0000000001')
  await receiveOrder(at, buyer, shop.shopId, orderId)
  await at.advanceMinutes(8 * 24 * 60)
  await logInAgain(at, shop.owner)
  expect(await stored()).toMatchObject({ status: 'completed' })
  await refund(at, shop, orderId, product.skuId, 17_600, 2)
  await untilRefunded()
  expect(await stored()).toMatchObject({ status: 'completed', netPaidFen: 0 })
  expect(await commission()).toEqual({ accruedFen: 1_760, releasedFen: 1_760, reversedFen: 1_760 })
  expect(await figures()).toMatchObject({ customers: 0, orders: 0, amountFen: 0 })
})

test('a request that the shop leaves without an answer is escalated, and stays open', async () => {
  const { buyer, bodyOf, post, stored } = await sale()
  const body = bodyOf({ kind: 'refund_only' })
  await post('/after-sales', buyer.token, body)
  await at.advanceMinutes(defaultShopSettings.afterSalesAnswerDays * 24 * 60)
  expect(await stored()).toMatchObject({ afterSales: [{ status: 'requested', isEscalated: true }] })
})

test('after all of this every invariant holds', async () => {
  await untilRefunded()
  expect(await violationsOf(at)).toEqual([])
})
