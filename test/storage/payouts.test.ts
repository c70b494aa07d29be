import { expect, test } from 'vitest'
import { approvePayout, rejectPayout, requestPayout } from '../../domain/referrals/ask-payout.ts'
import { newAccount, noBalances } from '../../domain/referrals/ledger.ts'
import type { Payout } from '../../domain/referrals/payout.ts'
import { addMinutes } from '../../domain/shared/time.ts'
import { defaultPayoutSettings } from '../../domain/shops/payout-settings.ts'
import { WechatPayUnavailable } from '../../functions/payments/wechat-pay/errors.ts'
import type { TransferAnswer, TransferRef, WechatTransfers } from '../../functions/payments/wechat-pay/transfers.ts'
import { advancePayout, settlePayout } from '../../functions/referrals/advance-payout.ts'
import { sweepDuePayouts } from '../../functions/referrals/due-payouts.ts'
import { listEntries, loadAccount } from '../../functions/referrals/ledger-store.ts'
import {
  findPayout,
  listPayouts,
  listRequestedPayouts,
  loadPayout,
  newPayoutWrites,
  payoutWrites,
} from '../../functions/referrals/payout-store.ts'
import { listYear } from '../../functions/referrals/year-store.ts'
import { terms, transferNo } from '../domain/referrals/payouts.ts'
import { now, referrerId } from '../domain/referrals/sales.ts'
import { customerId, payoutId, shopId } from '../domain/shared/ids.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'

const ref = (number = 1) => ({ shopId: shopId(), payoutId: payoutId(number) })
const waits = (outBillNo: string): TransferAnswer => ({
  kind: 'known',
  transfer: { outBillNo, state: 'WAIT_USER_CONFIRM', packageInfo: 'package' },
})

/** A referrer with 50 yuan, so many payouts of 10 yuan to be sent, and a WeChat that gives these answers. */
async function scene(
  payouts: number,
  answer: (call: string, asked: TransferRef) => TransferAnswer | 'lost' = (_, { outBillNo }) => waits(outBillNo),
  payoutApproval = false,
) {
  const db = memoryDatabase()
  const clock = { now }
  const asked: string[] = []
  const ask = async (call: string, of: TransferRef) => {
    asked.push(`${call} ${of.outBillNo.slice(-1)}`)
    const given = answer(call, of)
    if (given === 'lost') throw new WechatPayUnavailable('lost')
    return given
  }
  const transfers: WechatTransfers = {
    create: (command) => ask('create', command),
    query: (of) => ask('query', of),
    cancel: (of) => ask('cancel', of),
    sealName: (text) => ({ serial: 'PUB_KEY_ID_0', text }),
  }
  const merchant = { mode: 'direct', mchid: '1900000001', appId: 'wx0000000000000001' } as const
  const context = { ...contextOf(db, () => clock.now), pause: async () => undefined, transfers, merchant }
  const attributes = { shopId: shopId(), referrerId, ...noBalances, availableFen: 5_000, version: 1 }
  const key = { table: 'referrals', pk: `ACCOUNT#${shopId()}#REFERRER#${referrerId}`, sk: 'BALANCE' } as const
  await db.transact([{ kind: 'create', name: 'account', key, attributes }])
  for (let number = 1; number <= payouts; number++) {
    const account = await loadAccount(db, shopId(), referrerId)
    const settings = { ...defaultPayoutSettings, payoutApproval }
    const decision = requestPayout({ account, settings }, terms(1_000, number))
    if (!decision.ok) throw new Error(decision.refusal.code)
    expect((await db.transact(await newPayoutWrites(db, account, decision.step))).kind).toBe('written')
  }
  const statusOf = async (number = 1) => (await loadPayout(db, ref(number)))?.status
  return { db, clock, asked, context, statusOf }
}

test('of many who ask about a payout at once, one asks WeChat', async () => {
  const { asked, context, statusOf } = await scene(1)
  await Promise.all(Array.from({ length: 5 }, () => advancePayout(context, ref())))
  expect([asked, await statusOf()]).toEqual([['create 1'], 'waiting'])
})

test('a sweep asks about all that is due, and no answer of one keeps the others', async () => {
  const { asked, context, clock, statusOf } = await scene(3, (_, { outBillNo }) =>
    outBillNo === transferNo(2) ? 'lost' : waits(outBillNo),
  )
  expect(await sweepDuePayouts(context)).toBe(3)
  expect(asked.toSorted()).toEqual(['create 1', 'create 2', 'create 3'])
  expect(await Promise.all([1, 2, 3].map(statusOf))).toEqual(['waiting', 'sending', 'waiting'])
  expect(await sweepDuePayouts(context)).toBe(0)
  // Asked again under the same number; for the others a query, in case the notification got lost.
  clock.now = addMinutes(now, 2)
  await sweepDuePayouts(context)
  expect(asked.slice(3).toSorted()).toEqual(['create 2', 'query 1', 'query 3'])
})

test('what WeChat refused for good is looked for, and then available again', async () => {
  const { clock, context, db, statusOf } = await scene(1, (call) =>
    call === 'create' ? { kind: 'refused', wechatCode: 'NOAUTH', isPassing: false } : { kind: 'absent' },
  )
  await sweepDuePayouts(context)
  expect(await loadAccount(db, shopId(), referrerId)).toMatchObject({ availableFen: 4_000, inTransitFen: 1_000 })
  clock.now = addMinutes(now, 2)
  await sweepDuePayouts(context)
  expect(await statusOf()).toBe('failed')
  expect(await loadAccount(db, shopId(), referrerId)).toMatchObject({ availableFen: 5_000, inTransitFen: 0 })
})

test('payouts that wait for the owner are listed by themselves, until the owner has decided', async () => {
  const { db } = await scene(3, undefined, true)
  const waiting = async () => {
    const pages: string[] = []
    let next: { readonly cursor?: string } = {}
    do {
      const { payouts, ...rest } = await listRequestedPayouts(db, shopId(), { limit: 1, ...next })
      pages.push(...payouts.map((payout) => payout.payoutId))
      next = rest
    } while (next.cursor !== undefined)
    return pages
  }
  expect(await waiting()).toEqual([payoutId(3), payoutId(2), payoutId(1)])
  const decide = async (
    number: number,
    by: (payout: Payout) => ReturnType<typeof approvePayout | typeof rejectPayout>,
  ) => {
    const payout = await loadPayout(db, ref(number))
    const decision = payout && by(payout)
    if (!payout || typeof decision !== 'object' || !decision.ok) throw new Error('It waits')
    expect((await db.transact(await payoutWrites(db, payout, decision.step))).kind).toBe('written')
  }
  await decide(1, (payout) => approvePayout(payout, now))
  await decide(3, (payout) => rejectPayout(payout, '资料不全', now))
  expect(await waiting()).toEqual([payoutId(2)])
})

test('too little balance of the shop is waited for', async () => {
  const { context, clock, statusOf, asked } = await scene(1, () => ({
    kind: 'refused',
    wechatCode: 'NOTENOUGH',
    isPassing: true,
  }))
  await sweepDuePayouts(context)
  clock.now = addMinutes(now, 2)
  await sweepDuePayouts(context)
  expect([asked, await statusOf()]).toEqual([['create 1', 'create 1'], 'sending'])
})

test('a payout counts for the year in which it was paid on the shop’s calendar, once however often it is told', async () => {
  const { context, clock, db } = await scene(2)
  await sweepDuePayouts(context)
  for (const [number, at] of [
    [1, '2026-12-31T15:59:59.999Z'],
    [2, '2026-12-31T16:00:00.000Z'],
  ] as const) {
    clock.now = at
    const found = await findPayout(db, transferNo(number))
    if (!found) throw new Error('It is ours')
    for (let told = 0; told < 2; told++) await settlePayout(context, found, { state: 'SUCCESS', amountFen: 1_000 })
  }
  const total = { referrerId, paidOutFen: 1_000, payouts: 1 }
  for (const year of ['2026', '2027'])
    expect((await listYear(db, shopId(), year, { limit: 10 })).totals).toEqual([total])
  expect((await listYear(db, shopId(2), '2026', { limit: 10 })).totals).toEqual([])
  expect((await loadAccount(db, shopId(), referrerId)).paidOutFen).toBe(2_000)
})

test('the pages of a statement, from either end, are every entry once, each with the balances after it', async () => {
  const { db, context } = await scene(3)
  for (const number of [1, 2, 3]) await settlePayout(context, ref(number), { state: number === 2 ? 'FAIL' : 'SUCCESS' })
  const pages = async (isOldestFirst: boolean) => {
    const numbers: number[] = []
    let next: { readonly cursor?: string } = {}
    do {
      const page = await listEntries(db, { shopId: shopId(), referrerId }, { limit: 2, ...next }, isOldestFirst)
      numbers.push(...page.entries.map((entry) => entry.number))
      next = page.cursor === undefined ? {} : { cursor: page.cursor }
    } while (next.cursor !== undefined)
    return numbers
  }
  expect(await pages(true)).toEqual([2, 3, 4, 5, 6, 7])
  expect(await pages(false)).toEqual([7, 6, 5, 4, 3, 2])
  const { entries } = await listEntries(db, { shopId: shopId(), referrerId }, { limit: 1 })
  expect(entries[0]?.balances).toEqual({ ...noBalances, availableFen: 3_000, paidOutFen: 2_000 })
})

test('a referrer is listed their own payouts and a shop its own, the latest first', async () => {
  const { db } = await scene(2)
  const [other, elsewhere] = [customerId(77), shopId(2)]
  for (const asked of [
    { ...terms(1_000, 3), referrerId: other },
    { ...terms(1_000, 4), shopId: elsewhere },
  ]) {
    const account = { ...newAccount(asked.shopId, asked.referrerId), availableFen: 1_000 }
    const decision = requestPayout({ account, settings: defaultPayoutSettings }, asked)
    if (!decision.ok) throw new Error(decision.refusal.code)
    await db.transact(await newPayoutWrites(db, account, decision.step))
  }
  const listed = async (of: Parameters<typeof listPayouts>[1]) =>
    (await listPayouts(db, of, { limit: 10 })).payouts.map((payout) => payout.payoutId)
  expect(await listed({ shopId: shopId(), referrerId })).toEqual([2, 1].map(payoutId))
  expect(await listed({ shopId: shopId(), referrerId: other })).toEqual([payoutId(3)])
  expect(await listed({ shopId: shopId() })).toEqual([3, 2, 1].map(payoutId))
  expect(await listed({ shopId: elsewhere })).toEqual([payoutId(4)])
})

test('who reads a payout before somebody else ends it, and its account after, reads again', async () => {
  const { db, context, statusOf } = await scene(1)
  await advancePayout(context, ref())
  const paid = { outBillNo: transferNo(1), state: 'SUCCESS' } as const
  let isRivalled = false
  const late = {
    ...context,
    db: {
      ...db,
      async get(key: Parameters<typeof db.get>[0]) {
        if (key.sk !== 'BALANCE' || isRivalled) return db.get(key)
        isRivalled = true
        await settlePayout(context, ref(), paid)
        return db.get(key)
      },
    },
  }
  await settlePayout(late, ref(), paid)
  expect([isRivalled, await statusOf()]).toEqual([true, 'paid'])
  expect(await loadAccount(db, shopId(), referrerId)).toMatchObject({ inTransitFen: 0, paidOutFen: 1_000 })
})
