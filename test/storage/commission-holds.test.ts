import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CommissionHold } from '../../domain/referrals/commission-hold.ts'
import { addDays } from '../../domain/shared/time.ts'
import { applyCommission, type CommissionEvent } from '../../functions/referrals/apply-commission.ts'
import { listHolds, loadCommissionHold } from '../../functions/referrals/commission-hold-store.ts'
import { loadBought, loadCredited } from '../../functions/referrals/credited-sale-store.ts'
import { decideCommissionHold } from '../../functions/referrals/decide-commission-hold.ts'
import { loadAccount, loadEntries } from '../../functions/referrals/ledger-store.ts'
import { deviceWrite } from '../../functions/referrals/mark-store.ts'
import { customerId, holdDecisionId, orderId, refundNo, shopId, skuId } from '../domain/shared/ids.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'
import { commissionEvent, paidAt } from './commission-events.ts'

const database = memoryDatabase()

const owner = { customerId: customerId(9), sessionId: 'ses', isOperator: false, roleInShop: 'owner' } as const
const raw = { headers: {}, body: Buffer.alloc(0) }
let shops = 0
/** A shop of its own, in which the buyer may have logged in on the referrer's device. */
async function scene(isOneDevice = true) {
  const shop = shopId(++shops)
  const [referrer, buyer] = [customerId(shops * 10), customerId(shops * 10 + 1)]
  const context = contextOf(database, () => addDays(paidAt, 8))
  for (const [who, device] of [[referrer, 'vis_a'] as const, [buyer, isOneDevice ? 'vis_a' : 'vis_b'] as const])
    await database.transact([deviceWrite(device, who, paidAt)])
  const event = (type: CommissionEvent['type'], order = 1, netFen?: number) =>
    commissionEvent(type, { shop, buyer, referrer }, order, netFen)
  const apply = (...events: readonly CommissionEvent[]) =>
    events.reduce(
      (before, each) => before.then(() => applyCommission({ eventId: 'e', eventNumber: 1, event: each }, context)),
      Promise.resolve(),
    )
  const decide = (number: number, verdict: 'cleared' | 'forfeited', reason = '看过了') => {
    const body = { decisionId: holdDecisionId(number), verdict, reason }
    const path = { shopId: shop, orderId: orderId() }
    return decideCommissionHold.handle({ path, body, query: undefined, caller: owner, raw }, context)
  }
  const account = () => loadAccount(database, shop, referrer)
  const hold = () => loadCommissionHold(database, shop, orderId())
  return { shop, referrer, buyer, event, apply, decide, account, hold }
}

test('a sale to the referrer’s own device is held when it is paid, and no time and no completion releases it', async () => {
  const { shop, event, apply, account, hold } = await scene()
  await apply(event('order_paid'))
  expect(await account()).toMatchObject({ pendingFen: 0, heldFen: 300 })
  expect(await hold()).toMatchObject({ status: 'held', heldAt: paidAt, signals: [{ code: 'same_device' }] })
  await apply(event('order_completed'), event('order_completed'), event('order_paid'))
  expect(await account()).toMatchObject({ availableFen: 0, heldFen: 300 })
  const entries = await loadEntries(database, shop, orderId())
  expect(entries.map((entry) => [entry.kind, 'holdReason' in entry])).toEqual([
    ['accrued', false],
    ['held', true],
  ])
})

test('a sale between two devices is not held', async () => {
  const { event, apply, account, hold } = await scene(false)
  await apply(event('order_paid'), event('order_completed'))
  expect(await account()).toMatchObject({ availableFen: 300, heldFen: 0 })
  expect(await hold()).toBeUndefined()
})

test('cleared commission goes where it would have gone, and is not held for the same again', async () => {
  const { event, apply, decide, account, hold } = await scene()
  await apply(event('order_paid'))
  expect(await decide(1, 'cleared')).toMatchObject({ ok: true, reply: { status: 'cleared' } })
  expect(await account()).toMatchObject({ pendingFen: 300, heldFen: 0 })
  await apply(event('order_completed'))
  expect(await account()).toMatchObject({ availableFen: 300, heldFen: 0 })
  expect(await hold()).toMatchObject({ status: 'cleared', decisions: [{ verdict: 'cleared', by: customerId(9) }] })
})

test('two decisions at once are one, and the same one again changes nothing', async () => {
  const { event, apply, decide, account, hold } = await scene()
  await apply(event('order_paid'))
  const answers = await Promise.all([decide(1, 'forfeited'), decide(2, 'forfeited'), decide(1, 'forfeited')])
  const codes = answers.map((answer) => (answer.ok ? answer.reply.status : answer.refusal.code))
  expect(codes[2]).toBe(codes[0])
  expect([codes[0], codes[1]].toSorted()).toEqual(['forfeited', 'hold_already_decided'])
  expect((await hold())?.decisions).toHaveLength(1)
  expect(await account()).toMatchObject({ pendingFen: 0, availableFen: 0, heldFen: 0 })
})

test('holds are listed by what became of them, the longest waiting first', async () => {
  const { shop, event, apply, decide } = await scene()
  await apply(event('order_paid', 1), event('order_paid', 2), event('order_paid', 3))
  const first = await listHolds(database, shop, 'held', { limit: 2 })
  const rest = await listHolds(database, shop, 'held', { limit: 2, cursor: first.cursor ?? '' })
  expect([...first.holds, ...rest.holds].map((each) => each.orderId)).toEqual([1, 2, 3].map(orderId))
  await decide(1, 'cleared')
  expect((await listHolds(database, shop, 'cleared', { limit: 9 })).holds).toHaveLength(1)
  expect((await listHolds(database, shop, 'held', { limit: 9 })).holds).toHaveLength(2)
})

test('what is remembered of the sales of one shop is not known in another', async () => {
  const { shop, referrer, buyer, event, apply } = await scene(false)
  await apply(event('order_paid'))
  const known = async (where: typeof shop) => [
    (await loadCredited(database, where, referrer)).length,
    (await loadBought(database, where, buyer)).length,
  ]
  expect([await known(shop), await known(shopId(999))]).toEqual([
    [1, 1],
    [0, 0],
  ])
})

test('what is remembered of sales is the same in whatever order and however often their events come', async () => {
  const arrivals = fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8 })
  await fc.assert(
    fc.asyncProperty(
      arrivals,
      fc.option(fc.constantFrom('cleared' as const, 'forfeited' as const)),
      async (order, verdict) => {
        const { shop, referrer, event, apply, decide, account, hold } = await scene()
        const back = event('order_refunded', 1, 1_000)
        const second = event('order_refunded', 1, 500)
        if (second.type !== 'order_refunded') throw new Error('A refund is one')
        const line = { skuId: skuId(), quantity: 0, amountFen: 500 }
        const later = { ...second, refundNo: refundNo(2), refundFen: 500, refundedLines: [line] }
        const events = [event('order_paid'), event('order_completed'), back, later]
        for (const [step, number] of order.entries()) {
          const next = events[number]
          if (next) await apply(next)
          if (step === 3 && verdict) await decide(1, verdict)
        }
        const [known] = await loadCredited(database, shop, referrer)
        expect(known).toMatchObject({ releasedFen: 3_000, lateRefundedFen: 2_500, lateRefunds: 2 })
        const { pendingFen, availableFen, heldFen } = await account()
        const { status } = CommissionHold.parse(await hold())
        const expected = { held: [0, 0, 50], cleared: [0, 50, 0], forfeited: [0, 0, 0] }[status]
        expect([pendingFen, availableFen, heldFen]).toEqual(expected)
      },
    ),
    { numRuns: 12 },
  )
})
