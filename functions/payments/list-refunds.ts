import * as z from 'zod'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { loadOrder } from '../orders/order-store.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { listRefunds as readRefunds } from './refund-store.ts'
import { RefundView } from './refund-view.ts'
import { paymentRefusals } from './refusals.ts'

export const listRefunds = endpoint(
  {
    summary: 'The refunds of an order as WeChat has them: an abnormal one waits for its owner to lead it elsewhere.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    reply: z.object({ items: z.array(RefundView) }),
    status: 200,
    refusals: pick(paymentRefusals, 'order_not_found'),
  },
  async ({ path }, context) => {
    const order = await loadOrder(context.db, path.shopId, path.orderId)
    if (!order) return { ok: false, refusal: { code: 'order_not_found' } }
    return { ok: true, reply: { items: await readRefunds(context.db, order.paymentNo) } }
  },
)
