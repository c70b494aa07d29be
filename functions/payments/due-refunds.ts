import type { Refund } from '../../domain/payments/payment.ts'
import { isLedElsewhere, isSettled, type RefundStatus } from '../../domain/payments/refund.ts'
import { sweepDue } from '../shared/sweep-due.ts'
import { followRedirection } from './follow-redirection.ts'
import { noteRefund } from './note-refund.ts'
import type { PayContext } from './pay-context.ts'
import { listDueRefunds, loadRefund, type RefundKey } from './refund-store.ts'
import { WechatPayRejected, WechatPayUnavailable } from './wechat-pay/errors.ts'

/**
 * Sends every refund that is due to WeChat, always under its one number, so it is safe to repeat. What WeChat says is
 * noted; what has no clear answer stays due, later each time.
 * @returns how many were looked at.
 */
export const sweepDueRefunds = (context: PayContext): Promise<number> =>
  sweepDue(context, { list: listDueRefunds, handle: carryOn, failure: 'due refund not handled' })

async function carryOn(context: PayContext, key: RefundKey): Promise<void> {
  const refund = await loadRefund(context.db, key)
  if (!refund || isSettled(refund)) return
  if (isLedElsewhere(refund)) return followRedirection(context, refund)
  const { status, successAt } = await sendRefund(context, refund)
  await noteRefund(context, key, status, successAt)
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
