import { noteRefundAttempt, noteRefundStatus, type RefundStatus } from '../../domain/payments/refund.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { loadRefund, replaceRefund } from './refund-store.ts'

/** Takes note of what WeChat says of a refund, or that it gave no clear answer. An unknown refund is logged. */
export const noteRefund = (
  context: Context,
  id: { readonly paymentNo: string; readonly refundNo: string },
  status: RefundStatus | 'unclear',
) =>
  commit(context, async () => {
    const refund = await loadRefund(context.db, id)
    if (!refund) {
      context.log.error('refund is not one of ours', { ...id, status })
      return { reply: undefined }
    }
    const now = context.now()
    const after = status === 'unclear' ? noteRefundAttempt(refund, now) : noteRefundStatus(refund, status, now)
    return { writes: replaceRefund(refund, after), reply: undefined }
  })
