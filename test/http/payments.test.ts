import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { paymentsEndpoints } from '../../functions/payments/endpoints.ts'
import { call } from '../../local/main-job/http-client.ts'
import { logIn, logInAgain, openShop, type Person, payOnPhone, prepay } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { once } from '../support/once.ts'
import { orderOf, paymentNoOf, phoneTransaction } from '../support/payment.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, order, paidOrder, refund, type TestShop } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())
// What is asked twice of a refund in process has a minute for it, however busy the machine is.
beforeEach(() => at.wechat.setFaults({ callFaults: [], refundDelayMs: 60_000 }))

const jsapi = '/v3/pay/partner/transactions/jsapi'
const paymentRequest = ({ shopId }: TestShop, orderId: string, { token }: Person) => ({
  method: 'POST',
  path: `/v1/shops/${shopId}/orders/${orderId}/payment`,
  token,
})

const sharedShop = once(() => newShop(at))
/** An order that awaits payment. */
async function scene(shop?: TestShop) {
  const within = shop ?? (await sharedShop())
  const buyer = await newPerson(at)
  const product = await newProduct(at, within)
  const { orderId } = await order(at, within, buyer, product)
  return { shop: within, buyer, product, orderId, request: paymentRequest(within, orderId, buyer) }
}

test('the parameters for the phone are signed so that WeChat takes them, and can be asked for again', async () => {
  const { shop, buyer, product, orderId } = await scene()
  await prepay(at, buyer, shop.shopId, orderId)
  const again = await send(at, paymentRequest(shop, orderId, buyer))
  expect(again).toMatchObject({ status: 200, body: { orderId, totalFen: product.priceFen } })
  const { payParams } = again.body as { payParams: Record<string, string> }
  expect(Object.keys(payParams)).toEqual(['appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign'])
  expect(await payOnPhone(at, buyer, payParams)).toEqual({ transactionId: expect.any(String) })
})

test('a payment is opened once, however many ask at once and whatever answers are lost', async () => {
  const { orderId, shop, product, request } = await scene()
  at.wechat.setFaults({ callFaults: [{ path: jsapi, times: 2, effect: { kind: 'lost_answer' } }] })
  const replies = await Promise.all(Array.from({ length: 4 }, () => send(at, request)))
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const paymentNo = await paymentNoOf(at, shop.shopId, orderId)
  const trade = await phoneTransaction(at, paymentNo)
  expect(trade).toMatchObject({ status: 'unpaid', totalFen: product.priceFen, refunds: [] })
})

test('nobody pays for somebody else’s prepay id', async () => {
  const { shop, buyer, orderId } = await scene()
  const { payParams } = await prepay(at, buyer, shop.shopId, orderId)
  const thief = await newPerson(at)
  await expect(payOnPhone(at, thief, payParams)).rejects.toThrow('wrong_payer')
})

test('the longest title of a product can be paid', async () => {
  const shop = await newShop(at)
  const title = '回头茶'.repeat(20)
  const product = await newProduct(at, shop, { title })
  const buyer = await newPerson(at)
  const { orderId } = await order(at, shop, buyer, product)
  expect(await send(at, paymentRequest(shop, orderId, buyer))).toMatchObject({ status: 200 })
})

test('an order that is placed for somebody else cannot be paid by them', async () => {
  const { shop, orderId } = await scene()
  const other = await newPerson(at)
  expect(refusalOf(await send(at, paymentRequest(shop, orderId, other)))).toBe('404 order_not_found')
})

const query = '/v3/pay/partner/transactions/out-trade-no/'
const statusRequest = (shop: TestShop, orderId: string, who: Person) => ({
  ...paymentRequest(shop, orderId, who),
  method: 'GET',
})

test('a payment whose call-back was lost is found by asking, and its order is paid', async () => {
  const { shop, buyer, product, orderId } = await scene()
  const { payParams } = await prepay(at, buyer, shop.shopId, orderId)
  expect(await send(at, statusRequest(shop, orderId, buyer))).toMatchObject({
    status: 200,
    body: { status: 'prepared' },
  })
  at.wechat.setFaults({ notificationsLost: 100 })
  await payOnPhone(at, buyer, payParams)
  const asked = await send(at, statusRequest(shop, orderId, buyer))
  at.wechat.setFaults({ notificationsLost: 0 })
  const succeededAt = expect.stringMatching(/^\d{4}-.*Z$/)
  expect(asked).toMatchObject({ status: 200, body: { status: 'succeeded', totalFen: product.priceFen, succeededAt } })
  await at.idle()
  const { order: settled } = await orderOf(at, shop.shopId, orderId)
  expect(settled.status).toBe('paid')
})

test('the shop’s people see whether a payment has arrived, nobody else does', async () => {
  const { shop, buyer, orderId } = await scene()
  await prepay(at, buyer, shop.shopId, orderId)
  expect(await send(at, statusRequest(shop, orderId, shop.owner))).toMatchObject({ status: 200 })
  const other = await newPerson(at)
  expect(refusalOf(await send(at, statusRequest(shop, orderId, other)))).toBe('404 order_not_found')
})

const refundsPath = '/v3/refund/domestic/refunds'
const bankCard = { bankType: 'ICBC_DEBIT', accountNo: '6222020000001234567', holderName: '梅小姐' }
type Abnormal = { shop: TestShop; orderId: string; refundNo?: string }

// What refuses stays as it is: the next case may ask it too.
const sharedScene = once(() => scene())
const sharedAbnormal = once(() => abnormal())
/** An order whose refund ended so at WeChat. */
async function abnormal(outcome: 'ABNORMAL' | 'SUCCESS' = 'ABNORMAL') {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const buyer = await newPerson(at)
  const { orderId } = await paidOrder(at, shop, buyer, product)
  await refund(at, shop, orderId, product.skuId, 300)
  at.wechat.setFaults({ refundOutcome: outcome })
  await at.advanceMinutes(3)
  await at.advanceMinutes(1)
  at.wechat.setFaults({ refundOutcome: 'SUCCESS' })
  await logInAgain(at, shop.owner)
  const [one] = await refundsOf(shop, orderId)
  if (one?.status !== (outcome === 'SUCCESS' ? 'succeeded' : 'abnormal'))
    throw new Error(`The refund is ${one?.status}`)
  return { shop, orderId, refundNo: one.refundNo, buyer, skuId: product.skuId }
}
const refundsRequest = ({ shopId, owner }: TestShop, orderId: string) => ({
  method: 'GET',
  path: `/v1/shops/${shopId}/orders/${orderId}/refunds`,
  token: owner.token,
})
async function refundsOf(shop: TestShop, orderId: string) {
  const { body } = await send(at, refundsRequest(shop, orderId))
  return (body as { items: { refundNo: string; status: string; redirection?: object }[] }).items
}
const redirectionRequest = (
  { shop, orderId, refundNo = newId('ref') }: Abnormal,
  body: object = { to: 'user_bank_card', bankCard },
) => ({
  method: 'POST',
  path: `/v1/shops/${shop.shopId}/orders/${orderId}/refunds/${refundNo}/redirection`,
  token: shop.owner.token,
  body,
})

test('an abnormal refund is led to a card of the buyer’s, and the order shows that the money has come', async () => {
  const of = await abnormal()
  const { shop, orderId, buyer, refundNo } = of
  const redirection = { to: 'user_bank_card', by: shop.owner.customerId, at: expect.any(String) }
  const answer = { status: 200, body: { refundNo, status: 'abnormal', redirection } }
  expect(await send(at, redirectionRequest(of))).toMatchObject(answer)
  expect(await send(at, redirectionRequest(of))).toMatchObject(answer)
  at.wechat.setFaults({ notificationsLost: 10 })
  await at.advanceMinutes(2)
  await at.advanceMinutes(2)
  at.wechat.setFaults({ notificationsLost: 0 })
  expect(await refundsOf(shop, orderId)).toMatchObject([{ refundNo, status: 'succeeded', redirection }])
  const { order: after } = await orderOf(at, shop.shopId, orderId)
  expect(after).toMatchObject({ afterSales: [{ status: 'refunded' }] })
  const transaction = await phoneTransaction(at, await paymentNoOf(at, shop.shopId, orderId))
  expect(transaction.refunds).toMatchObject([{ refundFen: 300, status: 'SUCCESS' }])
  await logInAgain(at, buyer)
  const request = refundsRequest({ ...shop, owner: buyer }, orderId)
  expect((await send(at, request)).status).toBe(404)
})

test('of the card nothing is kept, in no table and in no line of a log', async () => {
  const of = await abnormal()
  await send(at, redirectionRequest(of))
  const kept = JSON.stringify([await at.database.snapshot(), at.log])
  expect([kept.includes(bankCard.accountNo), kept.includes(bankCard.holderName)]).toEqual([false, false])
})

test('a way that does not lead to an end is told, and another one may be chosen', async () => {
  const of = await abnormal()
  await send(at, redirectionRequest(of))
  at.wechat.setFaults({ refundOutcome: 'ABNORMAL' })
  await at.advanceMinutes(2)
  await at.advanceMinutes(2)
  at.wechat.setFaults({ refundOutcome: 'SUCCESS' })
  const failed = { status: 'abnormal', redirection: { to: 'user_bank_card', failedAt: expect.any(String) } }
  expect(await refundsOf(of.shop, of.orderId)).toMatchObject([failed])
  const again = await send(at, redirectionRequest(of, { to: 'merchant_account' }))
  expect(again).toMatchObject({ status: 200, body: { redirection: { to: 'merchant_account' } } })
  await at.advanceMinutes(2)
  await at.advanceMinutes(2)
  expect(await refundsOf(of.shop, of.orderId)).toMatchObject([{ status: 'succeeded' }])
})

test('a redirection whose answer was lost is found to be in process when it is sent again', async () => {
  const of = await abnormal()
  const effect = { kind: 'status', status: 500, afterCommit: true } as const
  at.wechat.setFaults({ callFaults: [{ path: refundsPath, suffix: 'abnormal-refund', times: 3, effect }] })
  expect(refusalOf(await send(at, redirectionRequest(of)))).toMatch(/409|503/)
  expect(await send(at, redirectionRequest(of))).toMatchObject({ status: 200, body: { status: 'abnormal' } })
  await at.advanceMinutes(3)
  expect(await refundsOf(of.shop, of.orderId)).toMatchObject([{ status: 'succeeded' }])
})

testRefusals(
  paymentsEndpoints,
  {
    'get-payment': {
      order_not_found: async () => statusRequest(await sharedShop(), newId('ord'), await newPerson(at)),
      payment_not_opened: async () => {
        const { shop, buyer, orderId } = await sharedScene()
        return statusRequest(shop, orderId, buyer)
      },
      wechat_unavailable: async () => {
        const { shop, buyer, orderId } = await scene()
        await prepay(at, buyer, shop.shopId, orderId)
        const effect = { kind: 'status', status: 502 } as const
        at.wechat.setFaults({ callFaults: [{ path: query, times: 20, effect }] })
        return statusRequest(shop, orderId, buyer)
      },
    },
    'prepay-order': {
      order_not_found: async () => paymentRequest(await sharedShop(), newId('ord'), await newPerson(at)),
      not_awaiting_payment: async () => {
        const shop = await sharedShop()
        const buyer = await newPerson(at)
        const { orderId } = await paidOrder(at, shop, buyer, await newProduct(at, shop))
        return paymentRequest(shop, orderId, buyer)
      },
      hold_ended: async () => {
        const { shop, orderId, request } = await scene()
        const { key } = await orderOf(at, shop.shopId, orderId)
        await at.database.set(key, { holdEndsAt: new Date(0).toISOString() })
        return request
      },
      payment_not_set_up: async () => {
        const owner = await logIn(at, newId('店主'))
        const shopId = newId('shp')
        const body = { shopId, name: '没有商户号' }
        await call('POST', `${at.apiUrl}/v1/shops`, { token: owner.token, body })
        return (await scene({ shopId, owner })).request
      },
      payment_refused: async () => {
        const { shop, buyer, orderId, request } = await scene()
        await prepay(at, buyer, shop.shopId, orderId)
        const pk = `PAYMENT#${await paymentNoOf(at, shop.shopId, orderId)}`
        await at.database.set({ table: 'payments', pk, sk: 'PAYMENT' }, { description: '改过的商品' })
        return request
      },
      wechat_unavailable: async () => {
        at.wechat.setFaults({ callFaults: [{ path: jsapi, times: 20, effect: { kind: 'status', status: 500 } }] })
        return (await sharedScene()).request
      },
    },
    'receive-notification': {
      notification_refused: async () => ({
        method: 'POST',
        path: '/v1/wechat-pay/notifications',
        body: { id: 'forged', event_type: 'TRANSACTION.SUCCESS' },
      }),
    },
    'list-refunds': {
      order_not_found: async () => {
        return refundsRequest(await sharedShop(), newId('ord'))
      },
    },
    'redirect-refund': {
      order_not_found: async () => redirectionRequest({ shop: await sharedShop(), orderId: newId('ord') }),
      refund_not_found: async () => redirectionRequest({ ...(await sharedAbnormal()), refundNo: newId('ref') }),
      bank_card_mismatch: async () => ({
        ...redirectionRequest(await sharedAbnormal(), { to: 'merchant_account', bankCard }),
        field: 'body.bankCard',
      }),
      refund_not_abnormal: async () => redirectionRequest(await abnormal('SUCCESS')),
      redirection_refused: async () => {
        const of = await sharedAbnormal()
        const code = { kind: 'refusal', status: 400, code: 'INVALID_REQUEST' } as const
        at.wechat.setFaults({ callFaults: [{ path: refundsPath, suffix: 'abnormal-refund', times: 2, effect: code }] })
        return redirectionRequest(of)
      },
      wechat_unavailable: async () => {
        const of = await sharedAbnormal()
        at.wechat.setFaults({ callFaults: [{ path: refundsPath, times: 20, effect: { kind: 'status', status: 500 } }] })
        return redirectionRequest(of)
      },
    },
    'list-reconciliations': {},
    'get-reconciliation': {
      not_reconciled: async () => {
        const { shopId, owner } = await sharedShop()
        const path = `/v1/shops/${shopId}/reconciliations/2026-11-21`
        return { method: 'GET', path, token: owner.token }
      },
    },
  },
  () => at,
)

test('a shop whose merchant number WeChat does not know cannot be paid', async () => {
  const owner = await newPerson(at)
  const shop = { owner, shopId: await openShop(at, owner, '错号', '1999999999') }
  const { request } = await scene(shop)
  expect(refusalOf(await send(at, request))).toBe('409 payment_not_set_up')
})
