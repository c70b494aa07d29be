import type { Order } from '../../domain/orders/order.ts'
import { type Settlement, settlePayment, stockChanges } from '../../domain/orders/pay-order.ts'
import type { PaymentSucceeded } from '../../domain/payments/payment.ts'
import { notePayment } from '../../domain/referrals/member.ts'
import { RefundNo } from '../../domain/shared/ids.ts'
import { loadStocksToChange } from '../catalog/load-stocks.ts'
import { stockWrites } from '../catalog/stock-parts-store.ts'
import { loadMember, memberWrites } from '../referrals/member-store.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import type { Write } from '../shared/storage.ts'
import type { Apply } from '../shared/stream.ts'
import { closeHold } from './hold-store.ts'
import { refundWrite } from './order-refund.ts'
import { loadOrder, orderWrites } from './order-store.ts'

/** What the buyer reads at WeChat. */
const soldOutReason = '订单已取消，商品已售完'

/**
 * Settles a confirmed payment with its order: paid, or paid after it was cancelled with the stock taken again, or the
 * money due back. The order's own step is the claim: delivered again, the order is settled and nothing is written.
 */
export const settleOrder: Apply<PaymentSucceeded> = async ({ event }, context) => {
  await commit(context, async () => {
    const { db } = context
    const order = await loadOrder(db, event.shopId, event.orderId)
    if (!order) throw new Error(`Payment ${event.paymentNo} is for order ${event.orderId}, which is not there`)
    const now = context.now()
    const [stocks, member] = await Promise.all([
      loadStocksToChange(context, order.shopId, stockWanted(order), order.orderId),
      loadMember(db, order.shopId, order.customerId),
    ])
    const isOnHand = order.lines.every((line) => (stocks.get(line.skuId)?.onHand ?? 0) >= line.quantity)
    const introducerId = member.introduction?.introducerId ?? null
    const settlement = settlePayment(order, event, introducerId, isOnHand, now)
    if (settlement.events.length === 0) return { reply: undefined }
    const isPaid = settlement.events.some(({ type }) => type === 'order_paid')
    const writes = [
      ...orderWrites(order, settlement.events),
      ...stockWrites(order.shopId, stocks, settlement.stock, order.orderId),
      ...(order.status === 'awaiting_payment' ? [closeHold(order)] : []),
      ...(isPaid ? memberWrites(member, notePayment(member, now)) : []),
      ...lateRefundWrites(context, order, settlement, event, now),
    ]
    return { writes, reply: undefined }
  })
}

/** What a payment of the order as it stands takes from the stock. */
function stockWanted(order: Order) {
  if (order.status === 'awaiting_payment') return stockChanges(order, 'sell')
  return order.status === 'cancelled' ? stockChanges(order, 'sell_again') : []
}

function lateRefundWrites(
  context: Context,
  order: Order,
  { events }: Settlement,
  { paidFen }: PaymentSucceeded,
  now: string,
): Write[] {
  const refused = events.find((event) => event.type === 'late_payment_refused')
  if (!refused) return []
  const { refundFen } = refused
  const refundNo = RefundNo.parse(context.newId('refund'))
  return [refundWrite(order, { refundNo, refundFen, paidFen, reason: soldOutReason, requestedAt: now, sendAt: now })]
}
