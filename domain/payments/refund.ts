import { addMinutes } from '../shared/time.ts'
import type { Refund } from './payment.ts'

/** Minutes between tries, by the number of tries before: WeChat limits erroneous refund calls to a few a second, and
 *  most trouble (too little balance) takes the owner to mend. The last one repeats. */
const retryMinutes = [1, 5, 15, 60, 240]

/** What WeChat says of a refund. */
export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'

/** The refund after WeChat's word. A last word stays, answered as the same object; only an abnormal refund may still
 *  succeed, when the shop has led it to another account by hand. */
export function noteRefundStatus(refund: Refund, status: RefundStatus, now: string): Refund {
  const isLedElsewhere = refund.status === 'abnormal' && status === 'SUCCESS'
  if (isSettled(refund) && !isLedElsewhere) return refund
  if (status === 'PROCESSING') return attempted({ ...refund, status: 'accepted' }, now)
  const { nextAttemptAt: _none, ...rest } = refund
  const last = { SUCCESS: 'succeeded', ABNORMAL: 'abnormal', CLOSED: 'closed' } as const
  return { ...rest, status: last[status], attempts: refund.attempts + 1, version: refund.version + 1 }
}

/** The refund after a try with no clear answer: it stays as it is and is tried again, later each time. */
export const noteRefundAttempt = (refund: Refund, now: string): Refund =>
  isSettled(refund) ? refund : attempted(refund, now)

function attempted(refund: Refund, now: string): Refund {
  const minutes = retryMinutes[Math.min(refund.attempts, retryMinutes.length - 1)] ?? 1
  const nextAttemptAt = addMinutes(now, minutes)
  return { ...refund, attempts: refund.attempts + 1, nextAttemptAt, version: refund.version + 1 }
}

export const isSettled = ({ status }: Refund): boolean =>
  status === 'succeeded' || status === 'abnormal' || status === 'closed'
