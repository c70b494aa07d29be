import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readStock } from '../../local/main-job/figures.ts'
import {
  logIn,
  logInAgain,
  openLinkAsStranger,
  payOnPhone,
  prepay,
  shareLink,
  shipOrder,
} from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { violationsOf } from '../support/invariants.ts'
import { orderOf, paymentNoOf, phoneTransaction, prepayLate } from '../support/payment.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, order, paidOrder, pay } from '../support/shop.ts'

// Time moves for everything in here together; every test has its own shop and people.

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterEach(async () => {
  await at.settle()
  expect(await violationsOf(at)).toEqual([])
})
afterAll(() => at.close())

const jsapi = '/v3/pay/partner/transactions/jsapi'
const holdMinutes = 16

async function scene(units = 3) {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units })
  const buyer = await newPerson(at)
  const stock = () => readStock(at, shop.owner, shop.shopId, product.productId)
  const placed = await order(at, shop, buyer, product, 2)
  const stored = async () => (await orderOf(at, shop.shopId, placed.orderId)).order
  const atWechat = async () => phoneTransaction(at, await paymentNoOf(at, shop.shopId, placed.orderId))
  return { shop, product, buyer, stock, placed, stored, atWechat }
}

test('a hold that ends is closed at WeChat first and gives its stock back once, however many sweeps run', async () => {
  const { shop, buyer, stock, placed, stored, atWechat } = await scene()
  const { payParams } = await prepay(at, buyer, shop.shopId, placed.orderId)
  expect(await stock()).toMatchObject({ onHand: 1, held: 2 })
  at.backend.clock.advance(holdMinutes * 60_000)
  await Promise.all(Array.from({ length: 4 }, () => at.backend.runSchedule('sweep-due-orders')))
  expect(await stored()).toMatchObject({ status: 'cancelled', cancelReason: 'hold_ended' })
  expect(await stock()).toEqual({ received: 3, onHand: 3, held: 0, sold: 0 })
  expect(await atWechat()).toMatchObject({ status: 'closed' })
  await expect(payOnPhone(at, buyer, payParams)).rejects.toThrow('order_closed')
})

test('a payment whose notification is lost is found when the hold ends, and the order is paid', async () => {
  const { shop, buyer, placed, stock, stored } = await scene()
  at.wechat.setFaults({ notificationsLost: 1 })
  await pay(at, shop, buyer, placed)
  await at.settle()
  expect(await stored()).toMatchObject({ status: 'awaiting_payment' })
  await at.advanceMinutes(holdMinutes)
  expect(await stored()).toMatchObject({ status: 'paid' })
  expect(await stock()).toEqual({ received: 3, onHand: 1, held: 0, sold: 2 })
})

test('who paid and then cancels is told that it is paid, though no notification came', async () => {
  const { shop, buyer, placed, stored } = await scene()
  at.wechat.setFaults({ notificationsLost: 1 })
  await pay(at, shop, buyer, placed)
  const path = `/v1/shops/${shop.shopId}/orders/${placed.orderId}/cancellation`
  expect(refusalOf(await send(at, { method: 'POST', path, token: buyer.token }))).toBe('409 already_paid')
  await at.idle()
  expect(await stored()).toMatchObject({ status: 'paid' })
})

test.each([
  ['doubled', { notificationsDoubled: 3 }],
  ['after wrongly signed probes', { signProbes: 2 }],
  ['after stale ones', { staleTimestamps: 2 }],
  ['after ones of an unknown serial', { unknownSerials: 2 }],
] as const)('a notification %s takes effect once', async (_, faults) => {
  const { shop, buyer, placed, stock, stored, atWechat } = await scene()
  at.wechat.setFaults(faults)
  await pay(at, shop, buyer, placed)
  // WeChat tries again after 15, 15 and 30 seconds.
  for (const minutes of [0.25, 0.25, 0.5]) await at.advanceMinutes(minutes)
  expect(await stored()).toMatchObject({ status: 'paid' })
  expect(await stock()).toEqual({ received: 3, onHand: 1, held: 0, sold: 2 })
  const { notifications } = await atWechat()
  expect(notifications).toMatchObject([{ status: 'delivered', probesAccepted: 0 }])
})

/** An order that its buyer cancelled, and pays all the same, by a request to WeChat that came late. */
async function paidAfterCancelling(meanwhile: (scene_: Awaited<ReturnType<typeof scene>>) => Promise<unknown>) {
  const scene_ = await scene()
  const { shop, buyer, placed, stored } = scene_
  const path = `/v1/shops/${shop.shopId}/orders/${placed.orderId}`
  at.wechat.setFaults({ callFaults: [{ path: jsapi, times: 3, effect: { kind: 'status', status: 503 } }] })
  const opened = await send(at, { method: 'POST', path: `${path}/payment`, token: buyer.token })
  expect(refusalOf(opened)).toBe('503 wechat_unavailable')
  at.wechat.setFaults({ callFaults: [] })
  expect((await send(at, { method: 'POST', path: `${path}/cancellation`, token: buyer.token })).status).toBe(200)
  await meanwhile(scene_)
  await payOnPhone(at, buyer, await prepayLate(at, (await stored()).paymentNo))
  await at.settle()
  return scene_
}

test('an order that is paid after it was cancelled takes its stock again when it is there', async () => {
  const { stock, stored } = await paidAfterCancelling(async () => undefined)
  expect(await stored()).toMatchObject({ status: 'paid' })
  expect(await stock()).toEqual({ received: 3, onHand: 1, held: 0, sold: 2 })
})

test('an order that is paid after it was cancelled and sold out is refunded in full, once', async () => {
  const { stock, stored, atWechat } = await paidAfterCancelling(async ({ shop, product }) => {
    await paidOrder(at, shop, await newPerson(at), product, 2)
    // The first answer to the refund is lost: it is asked for again, under the same number.
    const path = '/v3/refund/domestic/refunds'
    at.wechat.setFaults({ callFaults: [{ path, times: 2, effect: { kind: 'lost_answer' } }] })
  })
  const { totalFen, paymentNo } = await stored()
  for (let minutes = 0; minutes < 5; minutes++) await at.advanceMinutes(2)
  expect(await stored()).toMatchObject({ status: 'cancelled_refunded' })
  expect(await atWechat()).toMatchObject({ refunds: [{ refundFen: totalFen, status: 'SUCCESS' }] })
  const { items } = await at.database.query({
    table: 'payments',
    pk: `PAYMENT#${paymentNo}`,
    sk: { beginsWith: 'REFUND#' },
    limit: 10,
  })
  expect(items).toMatchObject([{ status: 'succeeded', refundFen: totalFen }])
  expect(await stock()).toEqual({ received: 3, onHand: 1, held: 0, sold: 2 })
})

test('goods that nobody confirms are received by time, the sale is completed, and the commission is released', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const referrer = await newPerson(at)
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  const buyer = await logIn(at, newId('新客'), await openLinkAsStranger(at, code, 1008))
  const { orderId } = await paidOrder(at, shop, buyer, product)
  await shipOrder(at, shop.owner, shop.shopId, orderId, 'SF0000000001')
  const statusOf = async () => (await orderOf(at, shop.shopId, orderId)).order.status
  const account = async () => {
    await logInAgain(at, referrer)
    const path = `/v1/shops/${shop.shopId}/referrals/me`
    return (await send(at, { method: 'GET', path, token: referrer.token })).body
  }
  const days = (count: number) => at.advanceMinutes(count * 24 * 60)
  await days(9)
  expect(await statusOf()).toBe('shipped')
  await days(1)
  expect(await statusOf()).toBe('received')
  expect(await account()).toMatchObject({ pendingFen: 880, availableFen: 0 })
  await days(6)
  expect(await statusOf()).toBe('received')
  await days(1)
  expect(await statusOf()).toBe('completed')
  expect(await account()).toMatchObject({ pendingFen: 0, availableFen: 880 })
})
