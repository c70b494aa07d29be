import { afterAll, beforeAll, expect, test } from 'vitest'
import { engagementEndpoints } from '../../functions/engagement/endpoints.ts'
import { call } from '../../local/main-job/http-client.ts'
import { type Person, payOnPhone } from '../../local/main-job/people.ts'
import { messageTemplates } from '../../local/wechat/message-templates.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { orderOf, prepayLate } from '../support/payment.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, order, paidOrder } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())

const { templateId } = messageTemplates.late_payment
const jsapi = '/v3/pay/partner/transactions/jsapi'
const consent = (person: Person, consentId = newId('mcs')) => ({
  method: 'POST',
  path: '/v1/message-consents',
  token: person.token,
  body: { consentId, templates: ['late_payment'] },
})

/** The buyer accepts at WeChat, and the mini-program tells us so: each time twice, as a phone does that lost the answer. */
async function agree(person: Person, times: number) {
  for (let tap = 0; tap < times; tap++) {
    await call('POST', `${at.wechatUrl}/phone/subscriptions`, { body: { name: person.name, templateId } })
    const request = consent(person)
    for (const _ of ['once', 'again']) expect((await send(at, request)).status).toBe(201)
  }
}

/** What came on the phone: the outcomes, in the order in which they came. */
async function outcomesOn({ name }: Person) {
  const path = `${at.wechatUrl}/phone/messages/${encodeURIComponent(name)}`
  const { messages } = await call<{ messages: { data: { thing3: string } }[] }>('GET', path)
  return messages.map(({ data }) => data.thing3)
}

/** An order that is cancelled, and paid all the same; sold out meanwhile, or not. */
async function paidLate(consents: number, isSoldOut: boolean) {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 1 })
  const buyer = await newPerson(at)
  await agree(buyer, consents)
  const { orderId } = await order(at, shop, buyer, product)
  const path = `/v1/shops/${shop.shopId}/orders/${orderId}`
  at.wechat.setFaults({ callFaults: [{ path: jsapi, times: 3, effect: { kind: 'status', status: 503 } }] })
  await send(at, { method: 'POST', path: `${path}/payment`, token: buyer.token })
  at.wechat.setFaults({ callFaults: [] })
  await send(at, { method: 'POST', path: `${path}/cancellation`, token: buyer.token })
  if (isSoldOut) await paidOrder(at, shop, await newPerson(at), product)
  const { order: cancelled } = await orderOf(at, shop.shopId, orderId)
  await payOnPhone(at, buyer, await prepayLate(at, cancelled.paymentNo))
  await at.settle()
  for (let minutes = 0; minutes < 3; minutes++) await at.advanceMinutes(2)
  const { order: after } = await orderOf(at, shop.shopId, orderId)
  return { buyer, status: after.status }
}

test('the customer is told once that a late payment goes back, and once that it has gone back', async () => {
  const { buyer, status } = await paidLate(3, true)
  expect(status).toBe('cancelled_refunded')
  expect(await outcomesOn(buyer)).toEqual(['商品已售完，款项将原路退回', '款项已退回您的支付账户'])
})

test('the customer is told once that a late payment is kept', async () => {
  const { buyer, status } = await paidLate(1, false)
  expect([status, await outcomesOn(buyer)]).toEqual(['paid', ['付款已到账，订单继续为您保留']])
})

test('who agreed to one message gets one, and who agreed to none gets none: the order shows it all the same', async () => {
  const one = await paidLate(1, true)
  expect([one.status, await outcomesOn(one.buyer)]).toEqual(['cancelled_refunded', ['商品已售完，款项将原路退回']])
  const none = await paidLate(0, true)
  expect([none.status, await outcomesOn(none.buyer)]).toEqual(['cancelled_refunded', []])
})

test('the phone learns which templates to ask for', async () => {
  const { token } = await newPerson(at)
  const reply = await send(at, { method: 'GET', path: '/v1/message-templates', token })
  expect(reply).toMatchObject({ status: 200, body: { items: [{ template: 'late_payment', templateId }] } })
})

testRefusals(
  engagementEndpoints,
  {
    'record-message-consent': {
      message_consent_id_reused: async () => {
        const person = await newPerson(at)
        const request = consent(person)
        await send(at, request)
        const { consentId } = request.body
        const pk = `CUSTOMER#${person.customerId}`
        // There is one template so far: the other one is put there by hand.
        await at.database.set(
          { table: 'engagement', pk, sk: `TAP#${consentId}` },
          { requestHash: 'of other templates' },
        )
        return { ...request, field: 'body.consentId' }
      },
    },
    'list-message-templates': {},
  },
  () => at,
)
