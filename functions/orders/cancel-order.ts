import * as z from 'zod'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import type { PayContext } from '../payments/pay-context.ts'
import { WechatPayUnavailable } from '../payments/wechat-pay/errors.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { closeUnpaidOrder } from './close-unpaid-order.ts'
import { loadOrder } from './order-store.ts'
import { OrderView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const cancelOrder = endpoint(
  {
    summary: 'Cancel an order that is not paid; its stock goes back on sale.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    reply: OrderView,
    status: 200,
    refusals: pick(orderRefusals, 'order_not_found', 'already_paid', 'wechat_unavailable'),
  },
  async ({ path, caller }, context: PayContext) => {
    const order = await loadOrder(context.db, path.shopId, path.orderId)
    if (order?.customerId !== signedIn(caller).customerId) return { ok: false, refusal: { code: 'order_not_found' } }
    if (order.status === 'cancelled' || order.status === 'cancelled_refunding') return { ok: true, reply: order }
    if (order.status !== 'awaiting_payment') return { ok: false, refusal: { code: 'already_paid' } }
    try {
      const closed = await closeUnpaidOrder(context, order, 'by_customer')
      return closed === 'already_paid' ? { ok: false, refusal: { code: 'already_paid' } } : { ok: true, reply: closed }
    } catch (error) {
      if (error instanceof WechatPayUnavailable) return { ok: false, refusal: { code: 'wechat_unavailable' } }
      throw error
    }
  },
)
