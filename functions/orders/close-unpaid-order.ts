import { evolveOrder } from '../../domain/orders/evolve.ts'
import { cancelOrder } from '../../domain/orders/fulfil-order.ts'
import type { CancelReason, Order } from '../../domain/orders/order.ts'
import { stockWrite } from '../catalog/stock-store.ts'
import { confirmTransaction } from '../payments/confirm-transaction.ts'
import type { PayContext } from '../payments/pay-context.ts'
import { isPaid } from '../payments/wechat-pay/transaction.ts'
import { commit } from '../shared/commit.ts'
import { closeHold } from './hold-store.ts'
import { loadOrder, orderWrites } from './order-store.ts'

/**
 * Ends an order that awaits payment: closes the payment at WeChat first, so that nobody pays for what is given back,
 * then cancels and gives the stock back, once. When it turns out to be paid, the payment is taken note of instead and
 * the order is settled from the stream. Throws WechatPayUnavailable when WeChat does not answer: nothing has changed then.
 */
export async function closeUnpaidOrder(
  context: PayContext,
  order: Order,
  reason: CancelReason,
): Promise<Order | 'already_paid'> {
  const payment = { outTradeNo: order.paymentNo, subMchid: order.subMchid }
  if ((await context.wechatPay.close(payment)) === 'paid') {
    const found = await context.wechatPay.query(payment)
    if (found.kind === 'found' && isPaid(found.transaction)) await confirmTransaction(context, found.transaction)
    return 'already_paid'
  }
  const answer = await commit(context, async () => {
    const current = await loadOrder(context.db, order.shopId, order.orderId)
    if (!current) throw new Error(`Order ${order.orderId} was read and is not there`)
    if (current.status !== 'awaiting_payment') return { reply: current }
    const { events, stock } = cancelOrder(current, reason, context.now())
    const writes = [
      ...orderWrites(current, events),
      ...stock.map((change) => stockWrite(current.shopId, change)),
      closeHold(current),
    ]
    return { writes, reply: events.reduce<Order>(evolveOrder, current) }
  })
  if (!answer.ok) throw new Error('Cancelling is never refused')
  return answer.reply.status === 'cancelled' ? answer.reply : 'already_paid'
}
