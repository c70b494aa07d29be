import * as z from 'zod'
import type { Order } from '../../domain/orders/order.ts'
import type { Payment, PaymentTerms } from '../../domain/payments/payment.ts'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { loadCustomer } from '../identity/customer-store.ts'
import { checkOrder, loadOrder } from '../orders/order-store.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import type { PaymentsContext } from './pay-context.ts'
import { loadPayment, paymentWrites } from './payment-store.ts'
import { paymentRefusals, prepayRefusalMeaning } from './refusals.ts'
import { WechatPayUnavailable } from './wechat-pay/errors.ts'

/** What the mini-program hands to `wx.requestPayment`. */
const PayParams = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
})

export const prepayOrder = endpoint(
  {
    summary:
      'Open the payment of an order: the parameters for wx.requestPayment. Ask again for fresh ones at any time.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    reply: z.object({ orderId: OrderId, totalFen: z.int(), payableUntil: z.string(), payParams: PayParams }),
    status: 200,
    refusals: pick(
      paymentRefusals,
      'order_not_found',
      'not_awaiting_payment',
      'hold_ended',
      'payment_not_set_up',
      'payment_refused',
      'wechat_unavailable',
    ),
  },
  async ({ path, caller }, context: PaymentsContext) => {
    const { customerId } = signedIn(caller)
    const prepared = await commit(context, async () => {
      const now = context.now()
      const order = await loadOrder(context.db, path.shopId, path.orderId)
      if (order?.customerId !== customerId) return { refusal: { code: 'order_not_found' } }
      if (order.status !== 'awaiting_payment') return { refusal: { code: 'not_awaiting_payment' } }
      if (order.holdEndsAt <= now) return { refusal: { code: 'hold_ended' } }
      if (context.merchant.mode === 'partner' && order.subMchid === undefined)
        return { refusal: { code: 'payment_not_set_up' } }
      const existing = await loadPayment(context.db, order.paymentNo)
      if (existing) return { reply: existing }
      const terms = await paymentTerms(context, order, now)
      const { paymentNo, orderId, shopId } = terms
      const event = { type: 'payment_prepared', at: now, paymentNo, orderId, shopId, terms } as const
      return { writes: [...paymentWrites(undefined, [event]), checkOrder(order)], reply: terms }
    })
    if (!prepared.ok) return prepared
    return askWechat(context, prepared.reply)
  },
)

async function paymentTerms(context: PaymentsContext, order: Order, now: string): Promise<PaymentTerms> {
  const { paymentNo, orderId, shopId, customerId, subMchid, totalFen, holdEndsAt } = order
  const { mode, mchid, appId } = context.merchant
  const customer = await loadCustomer(context.db, customerId)
  if (!customer) throw new Error(`Customer ${customerId} has a session and is not there`)
  const title = order.lines[0]?.title ?? ''
  return {
    paymentNo,
    orderId,
    shopId,
    customerId,
    appId,
    mchid,
    ...(mode === 'partner' && subMchid !== undefined ? { subMchid } : {}),
    openid: customer.openid,
    description: order.lines.length > 1 ? `${title} 等${order.lines.length}件商品` : title,
    totalFen,
    payableUntil: holdEndsAt,
    preparedAt: now,
  }
}

/** The same parameters under the same number whenever it is asked, as WeChat demands. */
async function askWechat(context: PaymentsContext, payment: PaymentTerms | Payment) {
  const { paymentNo, orderId, subMchid, description, totalFen, openid, payableUntil } = payment
  const command = { outTradeNo: paymentNo, subMchid, description, totalFen, openid, expiresAt: payableUntil }
  try {
    const answer = await context.wechatPay.prepay(command)
    if (!answer.ok) {
      context.log.warn('prepay refused', { paymentNo, ...answer.refusal })
      return { ok: false, refusal: { code: prepayRefusalMeaning[answer.refusal.code] } } as const
    }
    const payParams = { ...context.payParams(answer.prepayId) }
    return { ok: true, reply: { orderId, totalFen, payableUntil, payParams } } as const
  } catch (error) {
    if (!(error instanceof WechatPayUnavailable)) throw error
    context.log.warn('prepay has no clear answer', { paymentNo })
    return { ok: false, refusal: { code: 'wechat_unavailable' } } as const
  }
}
