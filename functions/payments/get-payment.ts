import * as z from 'zod'
import type { Payment } from '../../domain/payments/payment.ts'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { loadOrder } from '../orders/order-store.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { confirmTransaction } from './confirm-transaction.ts'
import type { PayContext } from './pay-context.ts'
import { loadPayment } from './payment-store.ts'
import { paymentRefusals } from './refusals.ts'
import { WechatPayRejected, WechatPayUnavailable } from './wechat-pay/errors.ts'
import { isPaid } from './wechat-pay/transaction.ts'

export const getPayment = endpoint(
  {
    summary:
      'Whether an order’s payment has arrived. While it has not, WeChat is asked, so that nobody waits for a call-back that was lost.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    reply: z.object({
      orderId: OrderId,
      status: z.enum(['prepared', 'succeeded']),
      totalFen: z.int(),
      /** When the buyer paid, by WeChat's clock. */
      succeededAt: z.string().exactOptional(),
    }),
    status: 200,
    refusals: pick(paymentRefusals, 'order_not_found', 'payment_not_opened', 'wechat_unavailable'),
  },
  async ({ path, caller }, context: PayContext) => {
    const { customerId, roleInShop } = signedIn(caller)
    const order = await loadOrder(context.db, path.shopId, path.orderId)
    if (!order || (order.customerId !== customerId && roleInShop === undefined))
      return { ok: false, refusal: { code: 'order_not_found' } }
    const payment = await loadPayment(context.db, order.paymentNo)
    if (!payment) return { ok: false, refusal: { code: 'payment_not_opened' } }
    if (payment.status === 'succeeded') return { ok: true, reply: payment }
    const asked = await askWechat(context, payment)
    return asked === 'unavailable'
      ? { ok: false, refusal: { code: 'wechat_unavailable' } }
      : { ok: true, reply: (await loadPayment(context.db, order.paymentNo)) ?? payment }
  },
)

/** Takes note of the payment when WeChat has it, exactly as the call-back would have. */
async function askWechat(context: PayContext, { paymentNo, subMchid }: Payment): Promise<'asked' | 'unavailable'> {
  try {
    const found = await context.wechatPay.query({ outTradeNo: paymentNo, subMchid })
    if (found.kind === 'found' && isPaid(found.transaction)) await confirmTransaction(context, found.transaction)
    return 'asked'
  } catch (error) {
    if (!(error instanceof WechatPayUnavailable) && !(error instanceof WechatPayRejected)) throw error
    context.log.warn('payment query has no clear answer', { paymentNo, error })
    return 'unavailable'
  }
}
