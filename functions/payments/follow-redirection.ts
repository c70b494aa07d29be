import type { Refund } from '../../domain/payments/payment.ts'
import { noteRedirected } from '../../domain/payments/redirect-refund.ts'
import { type RefundStatus, refundEvents } from '../../domain/payments/refund.ts'
import { commit } from '../shared/commit.ts'
import type { PayContext } from './pay-context.ts'
import { loadRefund, refundEventWrite, replaceRefund } from './refund-store.ts'
import { WechatPayRejected, WechatPayUnavailable } from './wechat-pay/errors.ts'

/** Asks WeChat what became of a refund that it leads elsewhere. It is asked only: the refund itself is not sent again. */
export async function followRedirection(context: PayContext, asked: Refund): Promise<void> {
  const { status, successAt } = await query(context, asked)
  await commit(context, async () => {
    const refund = await loadRefund(context.db, asked)
    if (!refund) throw new Error(`Refund ${asked.refundNo} was read and is not there`)
    // Led elsewhere once more meanwhile: what was asked is about the way before.
    if (refund.version !== asked.version) return { reply: undefined }
    const now = context.now()
    const after = noteRedirected(refund, status, now, successAt)
    if (after.redirection?.failedAt !== undefined)
      context.log.error('refund led elsewhere did not reach the buyer', { refundNo: refund.refundNo, status })
    const events = refundEvents(refund, after, now).map((event) => refundEventWrite(after, event))
    return { writes: [...replaceRefund(refund, after), ...events], reply: undefined }
  })
}

type Answer = { readonly status: RefundStatus | 'unclear'; readonly successAt?: string }

async function query(context: PayContext, { refundNo, subMchid }: Refund): Promise<Answer> {
  try {
    const found = await context.wechatPay.queryRefund({ outRefundNo: refundNo, subMchid })
    if (found.kind === 'found') return found.refund
    context.log.error('WeChat does not know a refund that it had', { refundNo })
  } catch (error) {
    if (!(error instanceof WechatPayUnavailable) && !(error instanceof WechatPayRejected)) throw error
    context.log.warn('refund query has no clear answer', { refundNo, error })
  }
  return { status: 'unclear' }
}
