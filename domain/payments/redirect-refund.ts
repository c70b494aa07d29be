import { assert } from '../shared/decision.ts'
import { addMinutes } from '../shared/time.ts'
import type { Redirection, Refund, RefundEvent } from './payment.ts'
import { isLedElsewhere, noteRefundAttempt, noteRefundStatus, type RefundStatus } from './refund.ts'

/** Minutes until WeChat is asked what became of it, where it does not tell by itself. */
const firstQueryMinutes = 1

/** An abnormal refund that WeChat leads elsewhere: it stays abnormal until the money has come, and WeChat is asked after it. */
export function redirectRefund(refund: Refund, redirection: Redirection): Refund {
  assert(refund.status === 'abnormal', 'only an abnormal refund is led elsewhere')
  const nextAttemptAt = addMinutes(redirection.at, firstQueryMinutes)
  return { ...refund, redirection, nextAttemptAt, attempts: 0, version: refund.version + 1 }
}

export function refundRedirected({ redirection, ...refund }: Refund): RefundEvent {
  assert(redirection !== undefined, 'a refund was led elsewhere')
  const { paymentNo, orderId, shopId, refundNo, refundFen, afterSalesId } = refund
  const whose = afterSalesId === undefined ? {} : { afterSalesId }
  const about = { at: redirection.at, paymentNo, orderId, shopId, refundNo, refundFen, ...whose }
  return { type: 'refund_redirected', ...about, redirection }
}

/**
 * A refund that is led elsewhere, after what WeChat answered when it was asked after it. Abnormal again, or closed: this way
 * has ended, and the shop may choose another. Only an answer to a question counts so: a notification may be an old one.
 */
export function noteRedirected(
  refund: Refund,
  status: RefundStatus | 'unclear',
  now: string,
  succeededAt = now,
): Refund {
  if (!isLedElsewhere(refund) || status === 'SUCCESS')
    return status === 'unclear' ? refund : noteRefundStatus(refund, status, now, succeededAt)
  if (status === 'PROCESSING' || status === 'unclear') return noteRefundAttempt(refund, now)
  const { nextAttemptAt: _none, redirection, ...rest } = refund
  assert(redirection !== undefined, 'a refund was led elsewhere')
  return { ...rest, redirection: { ...redirection, failedAt: now }, version: refund.version + 1 }
}
