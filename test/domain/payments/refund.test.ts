import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refund } from '../../../domain/payments/payment.ts'
import { noteRedirected, redirectRefund, refundRedirected } from '../../../domain/payments/redirect-refund.ts'
import {
  isLedElsewhere,
  isSettled,
  noteRefundAttempt,
  noteRefundStatus,
  type RefundStatus,
  refundEvents,
  replaceClosedRefund,
} from '../../../domain/payments/refund.ts'
import { afterSalesId, customerId, orderId, paymentNo, refundNo, shopId } from '../shared/ids.ts'

const now = '2026-03-01T08:00:00.000Z'
const requested: Refund = {
  refundNo: refundNo(),
  paymentNo: paymentNo(),
  orderId: orderId(),
  shopId: shopId(),
  refundFen: 3_098,
  paidFen: 3_098,
  reason: '订单已取消,商品已售完',
  status: 'requested',
  requestedAt: now,
  nextAttemptAt: now,
  attempts: 0,
  version: 1,
}
const said = (...statuses: RefundStatus[]) =>
  statuses.reduce((refund, status) => noteRefundStatus(refund, status, now), requested)

test('a refund that WeChat has accepted is asked for again', () => {
  const accepted = { status: 'accepted', attempts: 1, version: 2, nextAttemptAt: '2026-03-01T08:01:00.000Z' }
  expect(said('PROCESSING')).toEqual({ ...requested, ...accepted })
})

const last = [
  ['SUCCESS', 'succeeded'],
  ['ABNORMAL', 'abnormal'],
  ['CLOSED', 'closed'],
] as const
describe.each(last)('%s', (status, state) => {
  test('is WeChat’s last word: there is nothing left to do by itself', () => {
    const { nextAttemptAt: _none, ...rest } = requested
    const success = status === 'SUCCESS' ? { succeededAt: now } : {}
    expect(said(status)).toEqual({ ...rest, ...success, status: state, attempts: 1, version: 2 })
    expect(said('PROCESSING', status)).toEqual({ ...rest, ...success, status: state, attempts: 2, version: 3 })
    expect(isSettled(said(status))).toBe(true)
  })
  test('stays, whoever tells or tries what afterwards', () => {
    const settled = said(status)
    const words: RefundStatus[] = status === 'ABNORMAL' ? ['ABNORMAL', 'CLOSED'] : ['SUCCESS', 'ABNORMAL', 'CLOSED']
    for (const word of [...words, 'PROCESSING'] as const) expect(noteRefundStatus(settled, word, now)).toBe(settled)
    expect(noteRefundAttempt(settled, now)).toBe(settled)
  })
})

test('an abnormal refund that the shop has led to another account succeeds after all', () => {
  const refund = said('ABNORMAL', 'SUCCESS')
  expect(refund).toMatchObject({ status: 'succeeded', version: 3 })
  expect(refund.nextAttemptAt).toBeUndefined()
})

test('a try without a clear answer changes nothing but when the next one is, later each time', () => {
  let refund = requested
  const waits = [1, 2, 3, 4, 5, 6].map(() => {
    refund = noteRefundAttempt(refund, now)
    return (Date.parse(refund.nextAttemptAt ?? '') - Date.parse(now)) / 60_000
  })
  expect(waits).toEqual([1, 5, 15, 60, 240, 240])
  expect(refund).toMatchObject({ status: 'requested', attempts: 6, version: 7 })
})

test('whatever WeChat says in whatever order: number and amount stay, and due is exactly what is not settled', () => {
  const word = fc.constantFrom<RefundStatus | 'unclear'>('PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED', 'unclear')
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      let refund = requested
      for (const said of words) {
        const before = refund
        refund = said === 'unclear' ? noteRefundAttempt(before, now) : noteRefundStatus(before, said, now)
        expect(Refund.parse(refund)).toEqual(refund)
        expect(refund.version).toBe(refund === before ? before.version : before.version + 1)
        const { refundNo: sameNo, refundFen, paidFen } = requested
        expect(refund).toMatchObject({ refundNo: sameNo, refundFen, paidFen })
        expect(refund.nextAttemptAt === undefined).toBe(isSettled(refund))
        if (before.status === 'succeeded' || before.status === 'closed') expect(refund).toBe(before)
      }
    }),
  )
})

test('a closed refund is replaced by one of the same money under another number, which comes later', () => {
  const closed = said('CLOSED')
  const fresh = replaceClosedRefund(closed, refundNo(2), now)
  expect(Refund.parse(fresh)).toEqual(fresh)
  const { refundFen, paidFen, paymentNo } = closed
  expect(fresh).toMatchObject({ refundFen, paidFen, paymentNo, refundNo: refundNo(2), replaces: closed.refundNo })
  expect(fresh).toMatchObject({ status: 'requested', version: 1, nextAttemptAt: '2026-03-01T08:05:00.000Z' })
})

test.each(['PROCESSING', 'SUCCESS', 'ABNORMAL'] as const)('a refund that is %s is not replaced', (status) => {
  expect(() => replaceClosedRefund(said(status), refundNo(2), now)).toThrow('only a closed refund')
})

test('each last word of WeChat’s is recorded once, with whose refund it is', () => {
  const { paymentNo, orderId: of, shopId: shop, refundNo: number, refundFen } = requested
  const about = { at: now, paymentNo, orderId: of, shopId: shop, refundNo: number, refundFen }
  expect(refundEvents(requested, said('PROCESSING'), now)).toEqual([])
  expect(refundEvents(requested, said('SUCCESS'), now)).toEqual([{ type: 'refund_succeeded', ...about }])
  expect(refundEvents(requested, said('CLOSED'), now)).toEqual([{ type: 'refund_failed', status: 'closed', ...about }])
  expect(refundEvents(said('ABNORMAL'), said('ABNORMAL', 'SUCCESS'), now)).toMatchObject([{ type: 'refund_succeeded' }])
  expect(refundEvents(said('SUCCESS'), said('SUCCESS', 'SUCCESS'), now)).toEqual([])
  const ofCase = { ...requested, afterSalesId: afterSalesId() }
  expect(refundEvents(ofCase, noteRefundStatus(ofCase, 'SUCCESS', now), now)).toMatchObject([
    { afterSalesId: afterSalesId() },
  ])
})

const redirection = { to: 'user_bank_card', by: customerId(), at: now } as const
const led = redirectRefund(said('ABNORMAL'), redirection)

test('an abnormal refund that is led elsewhere stays abnormal, and WeChat is asked after it', () => {
  expect(led).toMatchObject({ status: 'abnormal', redirection, nextAttemptAt: '2026-03-01T08:01:00.000Z', version: 3 })
  expect([isLedElsewhere(led), isSettled(led)]).toEqual([true, false])
  expect(refundRedirected(led)).toMatchObject({ type: 'refund_redirected', refundNo: refundNo(), redirection })
  expect(refundEvents(said('ABNORMAL'), led, now)).toEqual([])
})

test.each(['PROCESSING', 'SUCCESS', 'CLOSED'] as const)('a refund that is %s is not led elsewhere', (status) => {
  expect(() => redirectRefund(said(status), redirection)).toThrow('only an abnormal refund')
})

test('an old notification does not end the way that a refund is led', () => {
  for (const word of ['ABNORMAL', 'CLOSED', 'PROCESSING'] as const) expect(noteRefundStatus(led, word, now)).toBe(led)
})

test('abnormal or closed in answer to a question is the end of that way, and another may be chosen', () => {
  for (const word of ['ABNORMAL', 'CLOSED'] as const) {
    const failed = noteRedirected(led, word, now)
    expect(failed).toMatchObject({ status: 'abnormal', redirection: { ...redirection, failedAt: now }, version: 4 })
    expect([failed.nextAttemptAt, isSettled(failed)]).toEqual([undefined, true])
    expect(redirectRefund(failed, { ...redirection, to: 'merchant_account' }).redirection?.failedAt).toBeUndefined()
  }
})

test('whatever WeChat answers about a refund that is led elsewhere, it is due exactly while it is not settled', () => {
  const word = fc.constantFrom<RefundStatus | 'unclear'>('PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED', 'unclear')
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), word), { maxLength: 12 }), (words) => {
      let refund = led
      for (const [isAnswer, said] of words) {
        const before = refund
        if (isAnswer || said === 'unclear') refund = noteRedirected(before, said, now)
        else refund = noteRefundStatus(before, said, now)
        expect(Refund.parse(refund)).toEqual(refund)
        expect(refund.nextAttemptAt === undefined).toBe(isSettled(refund))
        expect(['abnormal', 'succeeded']).toContain(refund.status)
        if (before.status === 'succeeded') expect(refund).toBe(before)
      }
    }),
  )
})
