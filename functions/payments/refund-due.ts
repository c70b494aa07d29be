import type { Refund } from '../../domain/payments/payment.ts'
import { isLedElsewhere, isSettled, type RefundStatus } from '../../domain/payments/refund.ts'
import { dueLimit, dueShardPks, listDue } from '../shared/due-shards.ts'
import { followRedirection } from './follow-redirection.ts'
import { noteRefund } from './note-refund.ts'
import type { PayContext } from './pay-context.ts'
import { listDueRefunds, loadRefund } from './refund-store.ts'
import { WechatPayRejected, WechatPayUnavailable } from './wechat-pay/errors.ts'

/**
 * Sends every refund that is due to WeChat, always under its one number, so it is safe to repeat. What WeChat says is
 * noted; what has no clear answer stays due, later each time. One that fails does not keep the others.
 * @returns how many were looked at.
 */
export async function refundDue(context: PayContext): Promise<number> {
  const { db, now, log } = context
  const due = await listDue(dueShardPks, (shard) => listDueRefunds(db, shard, now(), dueLimit))
  for (const id of due) {
    try {
      const refund = await loadRefund(db, id)
      if (!refund || isSettled(refund)) continue
      if (isLedElsewhere(refund)) {
        await followRedirection(context, refund)
        continue
      }
      const { status, successAt } = await sendRefund(context, refund)
      await noteRefund(context, id, status, successAt)
    } catch (error) {
      log.error('due refund not handled', { ...id, error })
    }
  }
  return due.length
}

type Sent = { readonly status: RefundStatus | 'unclear'; readonly successAt?: string }

async function sendRefund(context: PayContext, refund: Refund): Promise<Sent> {
  const { refundNo, paymentNo, subMchid, refundFen, paidFen, reason } = refund
  const command = { outTradeNo: paymentNo, outRefundNo: refundNo, refundFen, totalFen: paidFen, subMchid, reason }
  try {
    const answer = await context.wechatPay.refund(command)
    if (answer.ok) return answer.refund
    context.log.error('refund refused', { refundNo, ...answer.refusal })
  } catch (error) {
    if (!(error instanceof WechatPayUnavailable) && !(error instanceof WechatPayRejected)) throw error
    context.log.error('refund has no clear answer', { refundNo, error })
  }
  return { status: 'unclear' }
}
