import { noteRefunded } from '../../domain/orders/refund-order.ts'
import type { RefundSucceeded } from '../../domain/payments/payment.ts'
import { commit } from '../shared/commit.ts'
import type { Apply } from '../shared/stream.ts'
import { loadOrder, orderWrites } from './order-store.ts'

/** Takes note of money that has reached the buyer. The order's own step is the claim: told again, nothing is written. */
export const settleRefund: Apply<RefundSucceeded> = async ({ event }, context) => {
  await commit(context, async () => {
    const order = await loadOrder(context.db, event.shopId, event.orderId)
    if (!order) throw new Error(`Refund ${event.refundNo} is for order ${event.orderId}, which is not there`)
    return { writes: orderWrites(order, noteRefunded(order, event, context.now())), reply: undefined }
  })
}
