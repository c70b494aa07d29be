import { describe, expect, test } from 'vitest'
import { approvePayout, cancelPayout, rejectPayout } from '../../../domain/referrals/ask-payout.ts'
import { endPayout, type Payout, type PayoutUnderWay } from '../../../domain/referrals/payout.ts'
import { noteAbsent, noteRefusal, noteTransfer, setOut } from '../../../domain/referrals/send-payout.ts'
import { addMinutes } from '../../../domain/shared/time.ts'
import { ask, stateAfter } from './payouts.ts'
import { now } from './sales.ts'

const requested = stateAfter(ask(1_000, 1_000))
const approved = stateAfter(approvePayout(requested, now))
const underWay = (payout: Payout): PayoutUnderWay => {
  if (payout.status !== 'sending' && payout.status !== 'waiting') throw new Error(payout.status)
  return payout
}
const sent = underWay(stateAfter(setOut(underWay(approved), now).step))
const waiting = underWay(
  stateAfter(noteTransfer(sent, { state: 'WAIT_USER_CONFIRM', amountFen: 1_000, packageInfo: 'p' }, now)),
)
const cancelling = (payout: Payout) => underWay(stateAfter(cancelPayout(payout, now)))
const kindsOf = (step: { entries: readonly { kind: string }[] } | undefined) => step?.entries.map(({ kind }) => kind)

describe('a request', () => {
  test('sets the money aside at once, and waits for the owner where the shop says so', () => {
    const decision = ask(1_000, 1_000)
    expect(decision).toMatchObject({
      ok: true,
      step: { after: { status: 'requested' }, entries: [{ kind: 'payout_reserved', amountFen: 1_000 }] },
    })
    expect(stateAfter(ask(1_000, 1_000, { payoutApproval: false }))).toMatchObject({ status: 'sending', attempts: 0 })
  })
  test.each([
    ['payout_too_small', 99, 1_000, 'body.amountFen'],
    ['payout_too_large', 20_001, 30_000, 'body.amountFen'],
    ['not_enough_commission', 1_001, 1_000, 'body.amountFen'],
    ['not_enough_commission', 100, -5, 'body.amountFen'],
  ])('is refused with %s', (code, amountFen, availableFen, field) => {
    expect(ask(amountFen, availableFen)).toEqual({ ok: false, refusal: { code, field } })
  })
  test('needs the recipient’s name from 2,000 yuan on', () => {
    const settings = { payoutMaxFen: 500_000 }
    expect(ask(200_000, 300_000, settings)).toMatchObject({ refusal: { code: 'recipient_name_needed' } })
    expect(ask(199_999, 300_000, settings)).toMatchObject({ ok: true })
  })
})

describe('the owner', () => {
  test('agrees once, and cannot take it back', () => {
    expect(approved).toMatchObject({ status: 'sending', attempts: 0, nextAttemptAt: now })
    expect(approvePayout(approved, now)).toBe('approved')
    expect(rejectPayout(approved, '重复', now)).toMatchObject({ refusal: { code: 'payout_under_way' } })
  })
  test('does not agree: the money is available again, with the reason', () => {
    const rejected = rejectPayout(requested, '重复', now)
    expect(rejected).toMatchObject({
      step: { after: { status: 'rejected' }, entries: [{ kind: 'payout_returned', reason: '重复' }] },
    })
    expect(rejectPayout(stateAfter(rejected), '重复', now)).toBe('rejected')
    expect(rejectPayout(stateAfter(rejected), '别的', now)).toMatchObject({ refusal: { code: 'payout_ended' } })
    expect(approvePayout(stateAfter(rejected), now)).toMatchObject({ refusal: { code: 'payout_ended' } })
  })
})

describe('asking WeChat', () => {
  test('counts before it asks, and waits longer each time', () => {
    const first = setOut(underWay(approved), now)
    expect(first).toMatchObject({
      question: 'create',
      step: { after: { attempts: 1, nextAttemptAt: addMinutes(now, 2) } },
    })
    expect(setOut(sent, now)).toMatchObject({
      question: 'create',
      step: { after: { nextAttemptAt: addMinutes(now, 5) } },
    })
    expect(setOut(waiting, now).question).toBe('query')
  })
  test('an answer that got lost is asked for again under the same number, and never given back for want of one', () => {
    expect(noteAbsent(sent, now)).toBeUndefined()
    expect(setOut(sent, now).question).toBe('create')
  })
  test('what WeChat refused is given back once a query finds nothing', () => {
    const refused = underWay(stateAfter(noteRefusal(sent, 'NOAUTH')))
    expect(setOut(refused, now).question).toBe('query')
    expect(noteAbsent(refused, now)).toMatchObject({ after: { status: 'failed', failure: 'NOAUTH' } })
    expect(noteTransfer(refused, { state: 'WAIT_USER_CONFIRM', packageInfo: 'p' }, now)?.after.status).toBe('waiting')
  })
})

describe('called off by the referrer', () => {
  test('it ends at once where nobody ever asked WeChat', () => {
    for (const payout of [requested, approved])
      expect(cancelPayout(payout, now)).toMatchObject({
        step: { after: { status: 'cancelled' }, entries: [{ kind: 'payout_returned' }] },
      })
  })
  test('it ends when WeChat has said so where it may know of it', () => {
    expect(setOut(cancelling(sent), now).question).toBe('query')
    expect(setOut(cancelling(waiting), now).question).toBe('cancel')
    expect(noteAbsent(cancelling(sent), now)?.after.status).toBe('cancelled')
    expect(noteTransfer(cancelling(waiting), { state: 'CANCELLED' }, now)?.after.status).toBe('cancelled')
    // The user was quicker.
    expect(noteTransfer(cancelling(waiting), { state: 'SUCCESS' }, now)?.after.status).toBe('paid')
  })
  test('nothing that has ended is called off', () => {
    const paid = stateAfter(noteTransfer(waiting, { state: 'SUCCESS' }, now))
    expect(cancelPayout(paid, now)).toMatchObject({ refusal: { code: 'payout_ended' } })
  })
})

test.each([
  ['SUCCESS', undefined, 'paid', 'payout_paid'],
  ['FAIL', 'NAME_NOT_CORRECT', 'failed', 'payout_returned'],
  ['FAIL', 'OVERDUE_CLOSE', 'expired', 'payout_returned'],
  ['CANCELLED', undefined, 'expired', 'payout_returned'],
] as const)('WeChat’s last word %s %s is %s', (state, failReason, status, kind) => {
  const step = noteTransfer(waiting, { state, ...(failReason === undefined ? {} : { failReason }) }, now)
  expect([step?.after.status, kindsOf(step)]).toEqual([status, [kind]])
  expect(step && noteTransfer(step.after, { state }, now)).toBeUndefined()
})

test.each(['ACCEPTED', 'PROCESSING', 'TRANSFERING', 'CANCELING'] as const)('%s is no word to book by', (state) => {
  const step = noteTransfer(sent, { state }, now)
  expect([step?.after.status, kindsOf(step)]).toEqual(['waiting', []])
})

test('a query that gives no package leaves the one that is known', () => {
  expect(noteTransfer(waiting, { state: 'WAIT_USER_CONFIRM' }, now)).toBeUndefined()
  expect(stateAfter(noteTransfer(waiting, { state: 'TRANSFERING' }, now))).not.toHaveProperty('packageInfo')
})

test('a transfer of another amount is no word on this payout', () => {
  expect(() => noteTransfer(waiting, { state: 'SUCCESS', amountFen: 999 }, now)).toThrow('of its amount')
})

test('a payout ends once', () => {
  const paid = stateAfter(noteTransfer(waiting, { state: 'SUCCESS' }, now))
  expect(() => endPayout(paid, { status: 'cancelled' }, now)).toThrow('ends once')
})
