import type { Refund } from '../../domain/payments/payment.ts'
import {
  noteRefundAttempt,
  noteRefundStatus,
  type RefundStatus,
  refundEvents,
  replaceClosedRefund,
} from '../../domain/payments/refund.ts'
import { RefundNo } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import type { Write } from '../shared/storage.ts'
import { createRefund, loadRefund, refundEventWrite, replaceRefund } from './refund-store.ts'

/**
 * Takes note of what WeChat says of a refund, or that it gave no clear answer; its last word is recorded as an event, which
 * settles the order from the stream. One that WeChat closed is replaced by
 * another number, in the same transaction; one that is abnormal is logged as an error, which raises an alarm, since the
 * shop has to lead the money to another account by hand.
 */
export const noteRefund = (
  context: Context,
  id: { readonly paymentNo: string; readonly refundNo: string },
  status: RefundStatus | 'unclear',
  succeededAt?: string,
) =>
  commit(context, async () => {
    const refund = await loadRefund(context.db, id)
    if (!refund) {
      context.log.error('refund is not one of ours', { ...id, status })
      return { reply: undefined }
    }
    const now = context.now()
    const after =
      status === 'unclear' ? noteRefundAttempt(refund, now) : noteRefundStatus(refund, status, now, succeededAt)
    if (after !== refund && (after.status === 'abnormal' || after.status === 'closed'))
      context.log.error('refund did not reach the buyer', { ...id, status })
    const writes = [
      ...replaceRefund(refund, after),
      ...refundEvents(refund, after, now).map((event) => refundEventWrite(after, event)),
      ...replacement(context, refund, after, now),
    ]
    return { writes, reply: undefined }
  })

function replacement(context: Context, before: Refund, after: Refund, now: string): Write[] {
  if (after === before || after.status !== 'closed') return []
  return [createRefund(replaceClosedRefund(after, RefundNo.parse(context.newId('refund')), now))]
}
