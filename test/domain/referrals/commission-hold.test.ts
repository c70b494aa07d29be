import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CommissionHold, decideHold, holdFor } from '../../../domain/referrals/commission-hold.ts'
import { FraudSignal } from '../../../domain/referrals/fraud.ts'
import { holdReasonOf, holdReasonTexts } from '../../../domain/referrals/hold-reason.ts'
import { changeHold, noteSale, OrderCommission, type SaleEvent } from '../../../domain/referrals/order-commission.ts'
import { customerId, holdDecisionId, orderId, shopId } from '../shared/ids.ts'
import { now, referrerId, refund, sale, termsOf } from './sales.ts'

const found = (code: FraudSignal['code']): FraudSignal => ({
  ...{ code, measured: 2, threshold: 2, customerIds: [], orderIds: [orderId()] },
})
const about = { shopId: shopId(), orderId: orderId(), referrerId, now }
const ring = { ...about, signals: [found('ring')] }
const decision = (number: number, verdict: 'cleared' | 'forfeited', reason = '看过了') => ({
  ...{ decisionId: holdDecisionId(number), verdict, reason, by: customerId(9), at: now },
})
const held = () => {
  const hold = holdFor(undefined, ring)
  if (!hold) throw new Error('A sign holds')
  return CommissionHold.parse(hold)
}
const decided = (before: CommissionHold, number: number, verdict: 'cleared' | 'forfeited', reason?: string) => {
  const answer = decideHold(before, decision(number, verdict, reason))
  return answer.ok ? answer.hold : answer.refusal.code
}

test('no sign, no hold; the same sign again is no news', () => {
  expect(holdFor(undefined, { ...about, signals: [] })).toBeUndefined()
  expect(holdFor(held(), ring)).toBeUndefined()
  expect(holdFor(held(), { ...about, signals: [found('same_phone'), found('ring')] })?.signals).toHaveLength(2)
})

test('what was looked at and cleared is held for another sign only, and what was forfeited is not held again', () => {
  const cleared = decided(held(), 1, 'cleared')
  if (typeof cleared === 'string') throw new Error(cleared)
  expect(holdFor(cleared, ring)).toBeUndefined()
  expect(holdFor(cleared, { ...about, signals: [found('refund_loop')] })).toMatchObject({ status: 'held' })
  const forfeited = decided(held(), 1, 'forfeited')
  if (typeof forfeited === 'string') throw new Error(forfeited)
  expect(holdFor(forfeited, { ...about, signals: [found('refund_loop')] })).toBeUndefined()
})

test('a decision sent again is the same; its id for something else, or another decision, is refused', () => {
  const cleared = decided(held(), 1, 'cleared')
  if (typeof cleared === 'string') throw new Error(cleared)
  expect(decided(cleared, 1, 'cleared')).toBe(cleared)
  expect(decided(cleared, 1, 'forfeited')).toBe('decision_id_reused')
  expect(decided(cleared, 1, 'cleared', '另一个原因')).toBe('decision_id_reused')
  expect(decided(cleared, 2, 'forfeited')).toBe('hold_already_decided')
})

test('the referrer reads a reason for every sign, and nothing of the buyer in it', () => {
  for (const code of FraudSignal.shape.code.options) {
    const { zh, en } = holdReasonTexts[holdReasonOf([found(code)])]
    expect(zh).not.toMatch(/地址|电话|手机|设备|作弊|欺诈/)
    expect(en).not.toMatch(/address|phone|device|fraud|cheat/i)
  }
})

test('whatever is found, decided and told in whatever order: commission is held exactly while its hold waits', () => {
  const terms = termsOf([1_000])
  const events = [
    sale('order_paid', [3_000], terms),
    sale('order_completed', [3_000], terms),
    refund(1, [1_000], { line: 1, amountFen: 2_000 }, terms),
  ]
  const step = fc.oneof(
    fc.nat(2).map((event) => ({ event })),
    fc.constantFrom(...FraudSignal.shape.code.options).map((code) => ({ code })),
    fc.constantFrom('cleared' as const, 'forfeited' as const).map((verdict) => ({ verdict })),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const books = openBooks()
      for (const [at, each] of steps.entries()) {
        const wasForfeited = books.commission.hold === 'forfeited'
        if ('event' in each) books.tell(events[each.event])
        else if ('code' in each) books.find(each.code, at)
        else books.decide(each.verdict, at)
        const status = books.hold?.status ?? 'cleared'
        expect(OrderCommission.parse(books.commission).hold).toBe(status === 'cleared' ? 'none' : status)
        if (wasForfeited) expect(status).toBe('forfeited')
      }
    }),
  )
})

/** The commission of an order that is paid and its hold, as the consumer and the owner's endpoint move them. */
function openBooks() {
  const first = noteSale(undefined, sale('order_paid', [3_000], termsOf([1_000])))
  if (!first) throw new Error('A payment is news')
  const books = { commission: first.after, hold: undefined as CommissionHold | undefined }
  const move = (to: OrderCommission['hold'], at: number) => {
    const step = changeHold(books.commission, to, { decisionId: `d${at}`, reason: '原因', at: now })
    books.commission = step?.after ?? books.commission
  }
  const tell = (event: SaleEvent | undefined) => {
    books.commission = (event && noteSale(books.commission, event)?.after) ?? books.commission
  }
  const find = (code: FraudSignal['code'], at: number) => {
    const next = holdFor(books.hold, { ...about, signals: [found(code)] })
    if (next) move('held', at)
    books.hold = next ?? books.hold
  }
  const decide = (verdict: 'cleared' | 'forfeited', at: number) => {
    const answer = books.hold && decideHold(books.hold, decision(at, verdict))
    if (!answer?.ok) return
    books.hold = answer.hold
    move(verdict === 'cleared' ? 'none' : 'forfeited', at)
  }
  return Object.assign(books, { tell, find, decide })
}
