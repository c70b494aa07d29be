import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { placeOrder, receiveOrder, until, untilStatus } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { orderOf } from '../support/payment.ts'
import { refusalOf, send } from '../support/request.ts'
import { linesOf, newPerson, newProduct, newShop, pay } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())
beforeEach(() => at.wechat.setFaults({ callFaults: [], shippingDelayMs: 0 }))

const uploadPath = '/wxa/sec/order/upload_shipping_info'
const [one, two, other] = ['SF0000000001', 'SF0000000002', 'SF0000000003'].map((trackingNo) => ({
  carrier: 'SF',
  trackingNo,
}))

/** A paid order and what may happen to its shipment. */
async function sale(delivery?: object) {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const buyer = await newPerson(at)
  const placed = await placeOrder(at, buyer, shop.shopId, linesOf(product), product.priceFen, delivery)
  await pay(at, shop, buyer, placed)
  const { orderId } = placed
  await untilStatus(at, buyer, shop.shopId, orderId, 'paid')
  const path = `/v1/shops/${shop.shopId}/orders/${orderId}`
  const step = (method: 'POST' | 'PUT', body: object) =>
    send(at, { method, path: `${path}/shipment`, token: shop.owner.token, body })
  return {
    shop,
    buyer,
    orderId,
    ship: (body: object) => step('POST', body),
    correct: (...parcels: (object | undefined)[]) => step('PUT', { parcels }),
    seenBy: async ({ token }: { token: string }) => Object((await send(at, { method: 'GET', path, token })).body),
    /** The report once it is that: the clock may have started a sweep of its own that is still under way. */
    untilReport: (wanted: object) =>
      until(`the report is ${JSON.stringify(wanted)}`, async () => {
        const { body } = await send(at, { method: 'GET', path, token: shop.owner.token })
        return isDeepStrictEqual(Object(body).shippingReport, wanted) || undefined
      }),
    atWechat: async () => wechatOrder((await orderOf(at, shop.shopId, orderId)).order),
  }
}

const WechatOrder = z.object({
  order_state: z.int(),
  shipping: z
    .object({
      delivery_mode: z.int(),
      logistics_type: z.int(),
      finish_shipping_count: z.int(),
      goods_desc: z.string(),
      shipping_list: z.array(
        z.object({ tracking_no: z.string(), contact: z.object({ receiver_contact: z.string() }) }),
      ),
    })
    .optional(),
})

/** What WeChat's shipping management has of an order. */
async function wechatOrder(order: object) {
  const { appId, appSecret } = at.world
  const post = async (path: string, body: object) => {
    const reply = await fetch(`${at.wechatUrl}${path}`, { method: 'POST', body: JSON.stringify(body) })
    return z.record(z.string(), z.unknown()).parse(await reply.json())
  }
  const credentials = { grant_type: 'client_credential', appid: appId, secret: appSecret }
  const { access_token } = await post('/cgi-bin/stable_token', credentials)
  const { transactionId } = z.object({ transactionId: z.string() }).parse(order)
  const found = await post(`/wxa/sec/order/get_order?access_token=${access_token}`, { transaction_id: transactionId })
  const { order_state, shipping } = WechatOrder.parse(found.order)
  return { order_state, shipping, numbers: shipping?.shipping_list.map((each) => each.tracking_no) }
}

const sweep = () => at.backend.runSchedule('report-shipments')
const nextMinute = async () => {
  at.backend.clock.advance(60_000)
  await sweep()
}

test('WeChat is told of a parcel, with four digits of the recipient’s number and nothing else of the address', async () => {
  const { ship, untilReport, atWechat, seenBy, buyer } = await sale()
  await ship({ parcels: [one] })
  await sweep()
  await untilReport({ status: 'told' })
  const known = await atWechat()
  expect(known).toMatchObject({
    order_state: 2,
    shipping: { delivery_mode: 1, logistics_type: 1, finish_shipping_count: 1, goods_desc: '春茶*1' },
    numbers: ['SF0000000001'],
  })
  expect(known.shipping?.shipping_list[0]?.contact.receiver_contact).toMatch(/^\*{4}\d{4}$/)
  expect(await seenBy(buyer)).not.toHaveProperty('shippingReport')
})

test('parcels one by one, then a correction: WeChat ends with the corrected ones, and there is no second', async () => {
  const { ship, correct, atWechat, untilReport } = await sale()
  await ship({ parcels: [one], isLast: false })
  await sweep()
  expect(await atWechat()).toMatchObject({ order_state: 1, numbers: ['SF0000000001'] })
  await ship({ parcels: [two] })
  await sweep()
  expect(await atWechat()).toMatchObject({ order_state: 2, numbers: ['SF0000000001', 'SF0000000002'] })
  expect(await correct(one, other)).toMatchObject({ status: 200, body: { shipment: { parcels: [one, other] } } })
  await sweep()
  expect(await atWechat()).toMatchObject({
    shipping: { delivery_mode: 2, finish_shipping_count: 2 },
    numbers: ['SF0000000001', 'SF0000000003'],
  })
  expect(refusalOf(await correct(two))).toBe('409 shipment_already_corrected')
  await untilReport({ status: 'told' })
})

test.each([
  ['pickup', 4],
  ['virtual', 3],
] as const)('an order for %s is told as such, without a parcel', async (kind, logistics_type) => {
  const { ship, atWechat, untilReport } = await sale({ kind })
  expect(await ship({})).toMatchObject({ status: 200, body: { status: 'shipped', shipment: { parcels: [] } } })
  await sweep()
  await untilReport({ status: 'told' })
  expect(await atWechat()).toMatchObject({ order_state: 2, shipping: { delivery_mode: 1, logistics_type } })
})

test('a payment that WeChat does not know yet is told again a minute later', async () => {
  at.wechat.setFaults({ shippingDelayMs: 86_400_000 })
  const { ship, untilReport } = await sale()
  await ship({ parcels: [one] })
  await sweep()
  await untilReport({ status: 'due', code: 10060001 })
  at.wechat.setFaults({ shippingDelayMs: 0 })
  await nextMinute()
  await untilReport({ status: 'told' })
})

test.each([
  ['a busy answer', { kind: 'errcode', errcode: 10060012 }, {}],
  ['no answer, though it took effect', { kind: 'lost_answer' }, { code: 10060023 }],
  ['a 500 before it took effect', { kind: 'status', status: 500 }, {}],
] as const)('after %s the shipment is told once in effect', async (_, effect, code) => {
  const { ship, untilReport, atWechat } = await sale()
  await ship({ parcels: [one] })
  at.wechat.setFaults({ callFaults: [{ path: uploadPath, times: 1, effect }] })
  await sweep()
  await nextMinute()
  await untilReport({ status: 'told', ...code })
  expect(await atWechat()).toMatchObject({ shipping: { finish_shipping_count: 1 }, numbers: ['SF0000000001'] })
})

test('what WeChat refuses is shown to the shop’s people, and told again when they ask for it', async () => {
  const { ship, untilReport, atWechat } = await sale()
  await ship({ parcels: [one] })
  at.wechat.setFaults({ callFaults: [{ path: uploadPath, times: 1, effect: { kind: 'errcode', errcode: 10060031 } }] })
  await sweep()
  await untilReport({ status: 'failed', code: 10060031 })
  await nextMinute()
  await untilReport({ status: 'failed', code: 10060031 })
  expect(await ship({ parcels: [one] })).toMatchObject({ status: 200 })
  await sweep()
  await untilReport({ status: 'told' })
  expect(await atWechat()).toMatchObject({ order_state: 2 })
})

test('sweeps at the same time tell WeChat once', async () => {
  const { ship, untilReport, atWechat } = await sale()
  await ship({ parcels: [one] })
  at.wechat.setFaults({ callFaults: [{ path: uploadPath, times: 1, effect: { kind: 'slow', delayMs: 200 } }] })
  await Promise.all([sweep(), sweep(), sweep()])
  await untilReport({ status: 'told' })
  expect(await atWechat()).toMatchObject({ shipping: { finish_shipping_count: 1 } })
})

test('the automatic receipt counts from the last parcel', async () => {
  const { ship, shop, orderId, buyer } = await sale()
  await ship({ parcels: [one], isLast: false })
  const dueAt = async () => (await at.database.get((await orderOf(at, shop.shopId, orderId)).key))?.dueAt
  expect(await dueAt()).toBeUndefined()
  await ship({ parcels: [two] })
  const { order } = await orderOf(at, shop.shopId, orderId)
  if (!('shipment' in order)) expect.fail('not shipped')
  const dueMs = Date.parse(order.shipment.lastSentAt) + order.autoReceiveDays * 86_400_000
  expect(await dueAt()).toBe(new Date(dueMs).toISOString())
  await receiveOrder(at, buyer, shop.shopId, orderId)
})
