import { afterAll, beforeAll, expect, test } from 'vitest'
import { disputeDays } from '../../domain/referrals/dispute.ts'
import { addDays } from '../../domain/shared/time.ts'
import { attributionEndpoints } from '../../functions/referrals/attribution-endpoints.ts'
import { logIn, openLinkAsStranger, type Person, shareLink, until } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { violationsOf } from '../support/invariants.ts'
import { once } from '../support/once.ts'
import { orderOf } from '../support/payment.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, newStaff, order, paidOrder, type TestShop } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())

/** A newcomer who came by one link and then by another one, and what they bought. */
async function scene() {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const [early, late] = [await newPerson(at, '先来'), await newPerson(at, '后来')]
  const earlyCode = await shareLink(at, early, shop.shopId, product.productId, 'moments')
  const lateCode = await shareLink(at, late, shop.shopId, product.productId, 'group')
  const buyer = await logIn(at, newId('新客'), await openLinkAsStranger(at, earlyCode, 1008))
  await send(at, { method: 'POST', path: `/v1/links/${lateCode}/visits`, body: {}, token: buyer.token })
  const placed = await order(at, shop, buyer, product)
  return { shop, product, early, late, earlyCode, lateCode, buyer, ...placed }
}
async function paidScene() {
  const made = await scene()
  const { orderId } = await paidOrder(at, made.shop, made.buyer, made.product)
  await until('its commission is booked', async () => (await balance(made.shop, made.late)) === 880 || undefined)
  return { ...made, orderId }
}
// What refuses stays as it is: the next case may ask it too.
const sharedScene = once(scene)
const sharedPaidScene = once(paidScene)
const sharedDispute = once(async () => {
  const made = await paidScene()
  return { ...made, disputeId: await open(made) }
})
const balance = async ({ shopId }: TestShop, { token }: Person) =>
  Object((await send(at, { method: 'GET', path: `/v1/shops/${shopId}/referrals/me`, token })).body).pendingFen

const ofOrder = ({ shopId }: TestShop, orderId: string, rest: string) => `/v1/shops/${shopId}/orders/${orderId}/${rest}`
const receipt = (shop: TestShop, orderId: string, { token }: Person) =>
  send(at, { method: 'GET', path: ofOrder(shop, orderId, 'attribution'), token })
const disputeRequest = (shop: TestShop, orderId: string, { token }: Person, disputeId = newId('dsp')) => ({
  method: 'POST',
  path: ofOrder(shop, orderId, 'attribution-disputes'),
  token,
  body: { disputeId, statement: '客人是我带来的' },
})
const answerRequest = (shop: TestShop, orderId: string, disputeId: string, body: object) => ({
  method: 'POST',
  path: ofOrder(shop, orderId, `attribution-disputes/${disputeId}/answer`),
  token: shop.owner.token,
  body,
})
const open = ({ shop, orderId, early }: Awaited<ReturnType<typeof scene>>, disputeId = newId('dsp')) =>
  send(at, disputeRequest(shop, orderId, early, disputeId)).then((reply) => {
    expect([reply.status, reply.body]).toMatchObject([201, { disputeId, status: 'open' }])
    return disputeId
  })
const reattributed = { outcome: 'reattribute', reason: '客人确认由其介绍' }

test('the shop’s people see the whole receipt; a referrer sees their own part, and nobody who the buyer is', async () => {
  const { shop, early, late, earlyCode, lateCode, buyer, orderId } = await scene()
  const masked = `…${buyer.customerId.slice(-4)}`
  const all = { orderId, buyer: masked, ruleVersion: 2, windowDays: 30, disputes: [] }
  const winner = { by: 'visit', channel: 'group' }
  const lost = { channel: 'moments', reason: 'earlier_visit' }
  const [winnerId, loserId] = [late.customerId, early.customerId]
  for (const person of [shop.owner, await newStaff(at, shop)])
    expect((await receipt(shop, orderId, person)).body).toMatchObject({
      ...all,
      winner: { ...winner, isMine: false, referrerId: winnerId, linkCode: lateCode },
      losers: [{ ...lost, isMine: false, referrerId: loserId, linkCode: earlyCode }],
      creditedTo: winnerId,
    })
  const ofLoser = await receipt(shop, orderId, early)
  expect(ofLoser.body).toMatchObject({
    ...all,
    winner: { ...winner, isMine: false },
    losers: [{ ...lost, isMine: true }],
    isCreditedToMe: false,
  })
  expect(ofLoser.text).not.toMatch(new RegExp(`${winnerId}|${lateCode}|${buyer.customerId}|creditedTo"`))
  const ofWinner = await receipt(shop, orderId, late)
  expect(ofWinner.body).toMatchObject({ ...all, winner: { ...winner, isMine: true }, losers: [], isCreditedToMe: true })
  expect(ofWinner.text).not.toContain(loserId)
  for (const stranger of [buyer, await newPerson(at), (await newShop(at)).owner])
    expect(refusalOf(await receipt(shop, orderId, stranger))).toBe('404 order_not_found')
})

test('an order that is credited to somebody else moves its commission there, and the ledger says why', async () => {
  const made = await paidScene()
  const { shop, early, late, orderId } = made
  const disputeId = await open(made)
  expect((await send(at, disputeRequest(shop, orderId, early, disputeId))).status).toBe(201)
  const list = async (status: string) => {
    const path = `/v1/shops/${shop.shopId}/attribution-disputes?status=${status}`
    const { items } = Object((await send(at, { method: 'GET', path, token: shop.owner.token })).body)
    return items.map((each: { disputeId: string }) => each.disputeId)
  }
  expect([await list('open'), await list('answered')]).toEqual([[disputeId], []])
  const answers = await Promise.all(
    [1, 2, 3].map(() => send(at, answerRequest(shop, orderId, disputeId, reattributed))),
  )
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect([await list('open'), await list('answered')]).toEqual([[], [disputeId]])
  expect([await balance(shop, early), await balance(shop, late)]).toEqual([880, 0])
  expect((await receipt(shop, orderId, early)).body).toMatchObject({
    isCreditedToMe: true,
    disputes: [{ disputeId, status: 'reattributed', answer: reattributed.reason }],
  })
  const path = ofOrder(shop, orderId, 'commission')
  const { entries } = Object((await send(at, { method: 'GET', path, token: shop.owner.token })).body)
  const moved = entries.filter(({ kind }: { kind: string }) => kind === 'reattributed')
  expect(moved).toMatchObject([{ reason: reattributed.reason }, { reason: reattributed.reason }])
  expect((await violationsOf(at)).filter((each) => !each.includes('unfinished'))).toEqual([])
})

test('an upheld receipt moves nothing', async () => {
  const made = await paidScene()
  const { shop, early, late, orderId } = made
  const disputeId = await open(made)
  const upheld = { outcome: 'uphold', reason: '以最后一次访问为准' }
  expect((await send(at, answerRequest(shop, orderId, disputeId, upheld))).body).toMatchObject({ status: 'upheld' })
  expect([await balance(shop, early), await balance(shop, late)]).toEqual([0, 880])
})

testRefusals(
  attributionEndpoints,
  {
    'get-order-attribution': {
      order_not_found: async () => {
        const { shop, orderId, buyer } = await sharedScene()
        return { method: 'GET', path: ofOrder(shop, orderId, 'attribution'), token: buyer.token }
      },
    },
    'open-attribution-dispute': {
      order_not_found: async () => {
        const { shop, early } = await sharedScene()
        return disputeRequest(shop, newId('ord'), early)
      },
      order_not_paid: async () => {
        const { shop, orderId, early } = await sharedScene()
        return disputeRequest(shop, orderId, early)
      },
      order_earns_nothing: async () => {
        const { shop, product, early, earlyCode } = await sharedScene()
        await send(at, { method: 'POST', path: `/v1/links/${earlyCode}/visits`, body: {}, token: early.token })
        const own = await paidOrder(at, shop, early, product)
        return disputeRequest(shop, own.orderId, early)
      },
      not_on_receipt: async () => {
        const { shop, orderId } = await sharedPaidScene()
        return disputeRequest(shop, orderId, await newStaff(at, shop))
      },
      already_credited: async () => {
        const { shop, orderId, late } = await sharedPaidScene()
        return disputeRequest(shop, orderId, late)
      },
      was_not_referring: async () => {
        const { shop, product, early, buyer } = await scene()
        await send(at, { method: 'PUT', path: `/v1/shops/${shop.shopId}/referrals/me/departure`, token: early.token })
        const { orderId } = await paidOrder(at, shop, buyer, product)
        return disputeRequest(shop, orderId, early)
      },
      already_disputed: async () => {
        const { shop, orderId, early } = await sharedDispute()
        return disputeRequest(shop, orderId, early)
      },
      dispute_id_reused: async () => {
        const { shop, orderId, early, disputeId } = await sharedDispute()
        const request = disputeRequest(shop, orderId, early, disputeId)
        return { ...request, body: { ...request.body, statement: '另一个理由' }, field: 'body.disputeId' }
      },
      dispute_too_late: async () => {
        const { shop, product, early, buyer } = await sharedPaidScene()
        const { orderId } = await paidOrder(at, shop, buyer, product)
        // As if it had been placed so long ago.
        const { key, order: placed } = await orderOf(at, shop.shopId, orderId)
        await at.database.set(key, { placedAt: addDays(placed.placedAt, -disputeDays - 1) })
        return disputeRequest(shop, orderId, early)
      },
    },
    'answer-attribution-dispute': {
      dispute_not_found: async () => {
        const { shop, orderId } = await sharedScene()
        return answerRequest(shop, orderId, newId('dsp'), reattributed)
      },
      dispute_answered: async () => {
        const made = await paidScene()
        const disputeId = await open(made)
        await send(at, answerRequest(made.shop, made.orderId, disputeId, reattributed))
        return answerRequest(made.shop, made.orderId, disputeId, { ...reattributed, outcome: 'uphold' })
      },
      commission_not_booked: async () => {
        const made = await paidScene()
        const disputeId = await open(made)
        // As if the payment had been a moment ago.
        const pk = `COMMISSION#${made.shop.shopId}#${made.orderId}`
        await at.database.transact([{ kind: 'remove', name: 'state', key: { table: 'referrals', pk, sk: 'STATE' } }])
        return answerRequest(made.shop, made.orderId, disputeId, reattributed)
      },
    },
    'list-attribution-disputes': {},
  },
  () => at,
)
