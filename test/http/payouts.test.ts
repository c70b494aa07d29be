import { expect, test } from 'vitest'
import { payoutsEndpoints } from '../../functions/referrals/payouts-endpoints.ts'
import { call } from '../../local/main-job/http-client.ts'
import {
  approvePayout,
  confirmOnPhone,
  readAccount,
  readPayout,
  requestPayout,
  untilPayout,
} from '../../local/main-job/payout.ts'
import { changeSettings, type Person } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { once } from '../support/once.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newShop, type TestShop } from '../support/shop.ts'

const at = sharedBackend()

/** A referrer with so much of their own. How it is earned is tested elsewhere. */
async function scene(availableFen = 10_000) {
  const [shop, referrer] = await Promise.all([newShop(at), newPerson(at, '推荐人')])
  const [{ shopId }, { customerId: referrerId }] = [shop, referrer]
  const balances = { pendingFen: 0, availableFen, heldFen: 0, inTransitFen: 0, paidOutFen: 0 }
  const owner = `REFERRER#${referrerId}`
  const place = { accountsPk: `SHOP#${shopId}`, accountsSk: owner }
  const key = { table: 'referrals', pk: `ACCOUNT#${shopId}#${owner}`, sk: 'BALANCE' } as const
  await at.database.set(key, { shopId, referrerId, ...balances, version: 1, ...place })
  return { shop, referrer, shopId }
}
const path = ({ shopId }: TestShop, rest = '') => `/v1/shops/${shopId}/payouts${rest}`
const ask = (shop: TestShop, { token }: Person, body: object) => ({ method: 'POST', path: path(shop), token, body })
const act = (shop: TestShop, { token }: Person, payoutId: string, deed: string, body?: object) => ({
  ...{ method: 'POST', path: path(shop, `/${payoutId}/${deed}`), token },
  ...(body === undefined ? {} : { body }),
})
const read = (rest: string, { token }: Person) => send(at, { method: 'GET', path: rest, token })

test('a payout is approved by the owner, confirmed on the phone, paid, and every fen of it is explained', async () => {
  const { shop, referrer, shopId } = await scene()
  const asked = await requestPayout(at, referrer, shopId, 4_000)
  expect(asked.status).toBe('requested')
  expect(await readAccount(at, referrer, shopId)).toMatchObject({ availableFen: 6_000, inTransitFen: 4_000 })
  const approved = await approvePayout(at, shop.owner, shopId, asked.payoutId)
  // Only whose it is can take it.
  expect([approved.status, approved.confirmation]).toEqual(['waiting', undefined])
  expect((await readPayout(at, shop.owner, shopId, asked.payoutId)).confirmation).toBeUndefined()
  const { confirmation } = await readPayout(at, referrer, shopId, asked.payoutId)
  await confirmOnPhone(at, referrer, confirmation)
  await untilPayout(at, referrer, shopId, asked.payoutId, 'paid')
  expect(await readAccount(at, referrer, shopId)).toMatchObject({
    availableFen: 6_000,
    inTransitFen: 0,
    paidOutFen: 4_000,
  })

  const entries = { items: [{ kind: 'payout_paid', amountFen: 4_000 }, { kind: 'payout_reserved' }] }
  expect((await read(`/v1/shops/${shopId}/referrals/me/entries`, referrer)).body).toMatchObject(entries)
  const accounts = `/v1/shops/${shopId}/commission-accounts/${referrer.customerId}/entries`
  expect((await read(accounts, shop.owner)).body).toMatchObject(entries)
  for (const file of [`/v1/shops/${shopId}/referrals/me/entries/export`, `${accounts}/export`]) {
    const csv = await read(file, file.startsWith(accounts) ? shop.owner : referrer)
    expect(csv.text.split('\r\n')).toHaveLength(4)
    expect(csv.text).toMatch(/,-40\.00,0\.00,40\.00,40\.00\r\n$/)
  }
  const year = new Date().getFullYear()
  const years = `/v1/shops/${shopId}/commission-years/${year}`
  const total = { referrerId: referrer.customerId, paidOutFen: 4_000, payouts: 1 }
  expect((await read(years, shop.owner)).body).toEqual({ items: [total] })
  expect((await read(`${years}/export`, shop.owner)).text).toContain(`${year},${referrer.customerId},1,40.00\r\n`)
  expect((await read(path(shop), shop.owner)).body).toMatchObject({ items: [{ status: 'paid', amountFen: 4_000 }] })
  expect((await read(`/v1/shops/${shopId}/referrals/me/payouts`, referrer)).body).toMatchObject({
    items: [{ status: 'paid' }],
  })
})

test('five withdrawals of all there is at once are one, and the same one again is the first answer', async () => {
  const { shop, referrer } = await scene(5_000)
  const bodies = Array.from({ length: 5 }, () => ({ payoutId: newId('out'), amountFen: 5_000 }))
  const replies = await Promise.all(bodies.map((body) => send(at, ask(shop, referrer, body))))
  expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409])
  const won = replies.findIndex(({ status }) => status === 201)
  expect((await send(at, ask(shop, referrer, bodies[won] ?? {}))).body).toEqual(replies[won]?.body)
  expect(await readAccount(at, referrer, shop.shopId)).toMatchObject({ availableFen: 0, inTransitFen: 5_000 })
})

test('what the owner does not agree to is available again, with the reason', async () => {
  const { shop, referrer, shopId } = await scene()
  const { payoutId } = await requestPayout(at, referrer, shopId, 1_000)
  const waiting = async () => (await read(path(shop, '?status=requested'), shop.owner)).body
  expect(await waiting()).toMatchObject({ items: [{ payoutId }] })
  for (const _ of [1, 2]) {
    const { status } = await send(at, act(shop, shop.owner, payoutId, 'rejection', { reason: '资料不全' }))
    expect(status).toBe(200)
  }
  expect(await waiting()).toEqual({ items: [] })
  expect(await readPayout(at, referrer, shopId, payoutId)).toMatchObject({ status: 'rejected', reason: '资料不全' })
  expect(await readAccount(at, referrer, shopId)).toMatchObject({ availableFen: 10_000, inTransitFen: 0 })
})

test('without the owner’s approval a payout waits for the user at once; a name that is not theirs fails it', async () => {
  const { shop, referrer, shopId } = await scene(300_000)
  await changeSettings(at, shop.owner, shopId, { payoutApproval: false, payoutMaxFen: 250_000 })
  const first = await requestPayout(at, referrer, shopId, 1_000)
  expect(first.status).toBe('waiting')
  const body = { payoutId: newId('out'), amountFen: 2_000, recipientName: '别人' }
  const named = (await send(at, ask(shop, referrer, body))).body as typeof first
  expect(named.status).toBe('waiting')
  await confirmOnPhone(at, referrer, named.confirmation)
  await untilPayout(at, referrer, shopId, body.payoutId, 'failed')
  expect(await readAccount(at, referrer, shopId)).toMatchObject({ availableFen: 299_000, inTransitFen: 1_000 })
  // Somebody else's phone cannot take it.
  await expect(confirmOnPhone(at, shop.owner, first.confirmation)).rejects.toThrow('unknown_package')
  expect(refusalOf(await read(path(shop, `/${first.payoutId}`), await newPerson(at)))).toBe('404 payout_not_found')
})

// What refuses stays as it is: the next case may ask it too.
const sharedScene = once(() => scene(30_000))
const gone = async (deed: string, body?: object) => {
  const { shop } = await sharedScene()
  return act(shop, shop.owner, newId('out'), deed, body)
}
/** A payout that the referrer has called off. */
async function calledOff() {
  const { shop, referrer, shopId } = await scene()
  const { payoutId } = await requestPayout(at, referrer, shopId, 1_000)
  await send(at, act(shop, referrer, payoutId, 'cancellation'))
  return { shop, referrer, payoutId }
}
const sharedCalledOff = once(calledOff)

testRefusals(
  payoutsEndpoints,
  {
    'request-payout': {
      payout_id_reused: async () => {
        const { shop, referrer, payoutId } = await sharedCalledOff()
        return { ...ask(shop, referrer, { payoutId, amountFen: 2_000 }), field: 'body.payoutId' }
      },
      shop_not_found: async () => {
        const { shop, referrer } = await sharedScene()
        return ask({ ...shop, shopId: newId('shp') }, referrer, { payoutId: newId('out'), amountFen: 1_000 })
      },
      payouts_not_set_up: async () => {
        const owner = await newPerson(at, '店主')
        const shopId = newId('shp')
        await call('POST', `${at.apiUrl}/v1/shops`, { token: owner.token, body: { shopId, name: '没有商户号' } })
        return ask({ shopId, owner }, owner, { payoutId: newId('out'), amountFen: 1_000 })
      },
      payout_too_small: async () => {
        const { shop, referrer } = await sharedScene()
        return { ...ask(shop, referrer, { payoutId: newId('out'), amountFen: 99 }), field: 'body.amountFen' }
      },
      payout_too_large: async () => {
        const { shop, referrer } = await sharedScene()
        return { ...ask(shop, referrer, { payoutId: newId('out'), amountFen: 20_001 }), field: 'body.amountFen' }
      },
      not_enough_commission: async () => {
        const { shop, referrer } = await scene(999)
        return { ...ask(shop, referrer, { payoutId: newId('out'), amountFen: 1_000 }), field: 'body.amountFen' }
      },
      recipient_name_needed: async () => {
        const { shop, referrer, shopId } = await scene(300_000)
        await changeSettings(at, shop.owner, shopId, { payoutMaxFen: 250_000 })
        const body = { payoutId: newId('out'), amountFen: 200_000 }
        return { ...ask(shop, referrer, body), field: 'body.recipientName' }
      },
    },
    'list-payouts': {},
    'list-my-payouts': {},
    'get-payout': {
      payout_not_found: async () => {
        const { shop } = await sharedScene()
        return { method: 'GET', path: path(shop, `/${newId('out')}`), token: shop.owner.token }
      },
    },
    'cancel-payout': {
      payout_not_found: async () => {
        const { shop, payoutId } = await sharedCalledOff()
        return act(shop, shop.owner, payoutId, 'cancellation')
      },
      payout_ended: async () => {
        const { shop, referrer, shopId } = await scene()
        const { payoutId } = await requestPayout(at, referrer, shopId, 1_000)
        await send(at, act(shop, shop.owner, payoutId, 'rejection', { reason: '重复' }))
        return act(shop, referrer, payoutId, 'cancellation')
      },
    },
    'approve-payout': {
      payout_not_found: () => gone('approval'),
      payout_ended: async () => {
        const { shop, payoutId } = await sharedCalledOff()
        return act(shop, shop.owner, payoutId, 'approval')
      },
    },
    'reject-payout': {
      payout_not_found: () => gone('rejection', { reason: '重复' }),
      payout_under_way: async () => {
        const { shop, referrer, shopId } = await scene()
        const { payoutId } = await requestPayout(at, referrer, shopId, 1_000)
        await approvePayout(at, shop.owner, shopId, payoutId)
        return act(shop, shop.owner, payoutId, 'rejection', { reason: '重复' })
      },
      payout_ended: async () => {
        const { shop, payoutId } = await sharedCalledOff()
        return act(shop, shop.owner, payoutId, 'rejection', { reason: '重复' })
      },
    },
  },
  () => at,
)
