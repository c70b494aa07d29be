import * as z from 'zod'
import { type Redirection, Redirection as RedirectionShape, type Refund } from '../../domain/payments/payment.ts'
import { redirectRefund as redirect, refundRedirected } from '../../domain/payments/redirect-refund.ts'
import { isLedElsewhere } from '../../domain/payments/refund.ts'
import { refused } from '../../domain/shared/decision.ts'
import { CustomerId, OrderId, RefundNo, ShopId } from '../../domain/shared/ids.ts'
import { lineOfText } from '../../domain/shared/text.ts'
import { loadOrder } from '../orders/order-store.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { noteRefund } from './note-refund.ts'
import type { PayContext } from './pay-context.ts'
import { loadRefund, refundEventWrite, replaceRefund } from './refund-store.ts'
import { RefundView } from './refund-view.ts'
import { paymentRefusals } from './refusals.ts'
import type { BankCard } from './wechat-pay/commands.ts'
import { WechatPayRejected, WechatPayUnavailable } from './wechat-pay/errors.ts'

/** Debit cards of the fifteen banks that WeChat's document names; their codes are from memory of its list of banks. */
const bankTypes = [
  'CMB_DEBIT',
  'COMM_DEBIT',
  'ABC_DEBIT',
  'CCB_DEBIT',
  'ICBC_DEBIT',
  'BOC_DEBIT',
  'PAB_DEBIT',
  'SPDB_DEBIT',
  'CITIC_DEBIT',
  'CEB_DEBIT',
  'CMBC_DEBIT',
  'CIB_DEBIT',
  'GDB_DEBIT',
  'PSBC_DEBIT',
  'NBCB_DEBIT',
] as const
/** Names on cards: WeChat takes 1,024 characters after encryption, a key of 2,048 bits encrypts 214 bytes. */
const holderNameMax = 60

const Card = z.strictObject({
  bankType: z.enum(bankTypes),
  accountNo: z.string().regex(/^\d{12,19}$/),
  holderName: lineOfText.pipe(z.string().min(1).max(holderNameMax)),
})

export const redirectRefund = endpoint(
  {
    summary:
      'Lead an abnormal refund elsewhere: to a debit card of the buyer’s, or to the shop’s own account, from which the shop pays the buyer itself. WeChat pays a refund once, however often this is sent.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId, refundNo: RefundNo }),
    body: z.strictObject({ to: RedirectionShape.shape.to, bankCard: Card.exactOptional() }),
    reply: RefundView,
    status: 200,
    refusals: pick(
      paymentRefusals,
      'order_not_found',
      'refund_not_found',
      'refund_not_abnormal',
      'bank_card_mismatch',
      'redirection_refused',
      'wechat_unavailable',
    ),
  },
  async ({ path, body: { to, bankCard }, caller }, context: PayContext) => {
    const order = await loadOrder(context.db, path.shopId, path.orderId)
    if (!order) return refused('order_not_found')
    const id = { paymentNo: order.paymentNo, refundNo: path.refundNo }
    const refund = await loadRefund(context.db, id)
    if (!refund) return refused('refund_not_found')
    if ((to === 'user_bank_card') !== (bankCard !== undefined)) return refused('bank_card_mismatch', 'body.bankCard')
    if (refund.status !== 'abnormal') return refused('refund_not_abnormal')
    const answer = await askWechat(context, refund, bankCard)
    if (answer === 'done') return refused('refund_not_abnormal')
    if (answer === 'refused') return refused('redirection_refused')
    if (answer === 'not_asked') return refused('wechat_unavailable')
    if (answer === 'in_process' && isLedElsewhere(refund)) return { ok: true, reply: refund }
    const by = CustomerId.parse(signedIn(caller).customerId)
    const after = await record(context, refund, { to, by, at: context.now() })
    return answer === 'unclear' ? refused('wechat_unavailable') : { ok: true, reply: after }
  },
)

/**
 * Asks for it unless WeChat is at it already, so that it may be sent again after an unclear answer. WeChat's own number of
 * the refund comes from a query.
 */
async function askWechat(context: PayContext, refund: Refund, card: BankCard | undefined) {
  const { paymentNo, refundNo, subMchid } = refund
  const ref = { outRefundNo: refundNo, subMchid }
  let isAsked = false
  try {
    const found = await context.wechatPay.queryRefund(ref)
    if (found.kind === 'absent') return 'refused'
    const { refundId, status, successAt } = found.refund
    if (status === 'PROCESSING') return 'in_process'
    if (status !== 'ABNORMAL') {
      await noteRefund(context, { paymentNo, refundNo }, status, successAt)
      return 'done'
    }
    isAsked = true
    const whereTo = card ? ({ to: 'user_bank_card', card } as const) : ({ to: 'merchant_account' } as const)
    const answer = await context.wechatPay.redirectRefund({ ...ref, refundId, ...whereTo })
    if (answer.ok) return 'accepted'
    context.log.warn('redirection refused', { refundNo, ...answer.refusal })
    return 'refused'
  } catch (error) {
    if (error instanceof WechatPayRejected) {
      context.log.error('redirection refused', { refundNo, error })
      return 'refused'
    }
    if (!(error instanceof WechatPayUnavailable)) throw error
    context.log.warn('redirection has no clear answer', { refundNo, isAsked })
    return isAsked ? 'unclear' : 'not_asked'
  }
}

/** Takes note of the way that WeChat leads it, or may lead it: it is asked after from now on. */
async function record(context: PayContext, { paymentNo, refundNo }: Refund, redirection: Redirection): Promise<Refund> {
  const answer = await commit<Refund>(context, async () => {
    const refund = await loadRefund(context.db, { paymentNo, refundNo })
    if (!refund) throw new Error(`Refund ${refundNo} was read and is not there`)
    if (refund.status !== 'abnormal') return { reply: refund }
    const after = redirect(refund, redirection)
    return { writes: [...replaceRefund(refund, after), refundEventWrite(after, refundRedirected(after))], reply: after }
  })
  if (!answer.ok) throw new Error('A redirection is never refused here')
  return answer.reply
}
