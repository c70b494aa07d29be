import { assert } from '../shared/decision.ts'
import type { RefundNo } from '../shared/ids.ts'
import { addMinutes } from '../shared/time.ts'
import type { Refund, RefundEvent } from './payment.ts'

/** Minutes between tries, by the number of tries before: WeChat limits erroneous refund calls to a few a second, and
 *  most trouble (too little balance) takes the owner to mend. The last one repeats. */
const retryMinutes = [1, 5, 15, 60, 240]

/** What WeChat says of a refund. */
export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'

/** The refund after WeChat's word; `succeededAt` is WeChat's time of a success, `now` where it gave none. A last word stays, answered as the same object; only an abnormal refund may still
 *  succeed, when the shop has led it to another account by hand. */
export function noteRefundStatus(refund: Refund, status: RefundStatus, now: string, succeededAt = now): Refund {
  if (refund.status === 'abnormal' ? status !== 'SUCCESS' : isSettled(refund)) return refund
  if (status === 'PROCESSING') return attempted({ ...refund, status: 'accepted' }, now)
  const { nextAttemptAt: _none, ...rest } = refund
  const last = { SUCCESS: 'succeeded', ABNORMAL: 'abnormal', CLOSED: 'closed' } as const
  const success = status === 'SUCCESS' ? { succeededAt } : {}
  return { ...rest, ...success, status: last[status], attempts: refund.attempts + 1, version: refund.version + 1 }
}

/** The refund after a try with no clear answer: it stays as it is and is tried again, later each time. */
export const noteRefundAttempt = (refund: Refund, now: string): Refund =>
  isSettled(refund) ? refund : attempted(refund, now)

const minutesAfter = (attempts: number) => retryMinutes[Math.min(attempts, retryMinutes.length - 1)] ?? 1

function attempted(refund: Refund, now: string): Refund {
  const nextAttemptAt = addMinutes(now, minutesAfter(refund.attempts))
  return { ...refund, attempts: refund.attempts + 1, nextAttemptAt, version: refund.version + 1 }
}

/**
 * The refund in place of one that WeChat has closed: a closed number never pays, so the same money is asked for under a
 * new one. It goes on counting the tries, so that it comes later each time.
 */
export function replaceClosedRefund(closed: Refund, refundNo: RefundNo, now: string): Refund {
  assert(closed.status === 'closed', 'only a closed refund is replaced')
  const { attempts } = closed
  const nextAttemptAt = addMinutes(now, minutesAfter(attempts))
  const fresh = { refundNo, replaces: closed.refundNo, status: 'requested', requestedAt: now, version: 1 } as const
  return { ...closed, ...fresh, nextAttemptAt, attempts }
}

/** What is to be recorded when a refund has changed: WeChat's last word, each once. */
export function refundEvents(before: Refund, after: Refund, now: string): RefundEvent[] {
  if (after.status === before.status) return []
  const { paymentNo, orderId, shopId, refundNo, refundFen, afterSalesId } = after
  const whose = afterSalesId === undefined ? {} : { afterSalesId }
  const about = { at: now, paymentNo, orderId, shopId, refundNo, refundFen, ...whose }
  switch (after.status) {
    case 'succeeded':
      return [{ type: 'refund_succeeded', ...about }]
    case 'abnormal':
    case 'closed':
      return [{ type: 'refund_failed', ...about, status: after.status }]
    case 'requested':
    case 'accepted':
      return []
  }
}

/** Nothing is left to do by itself. */
export const isSettled = (refund: Refund): boolean =>
  refund.status === 'succeeded' ||
  refund.status === 'closed' ||
  (refund.status === 'abnormal' && !isLedElsewhere(refund))

/** WeChat was asked to lead an abnormal refund elsewhere, and has not said its last word on that. */
export const isLedElsewhere = ({ status, redirection }: Refund): boolean =>
  status === 'abnormal' && redirection !== undefined && redirection.failedAt === undefined
