import { evolveOrder } from '../../domain/orders/evolve.ts'
import { cancelOrder } from '../../domain/orders/fulfil-order.ts'
import type { CancelReason, Order } from '../../domain/orders/order.ts'
import { loadStocksToChange } from '../catalog/load-stocks.ts'
import { stockWrites } from '../catalog/stock-parts-store.ts'
import { confirmTransaction } from '../payments/confirm-transaction.ts'
import type { PayContext } from '../payments/pay-context.ts'
import { checkNoPayment, loadPayment } from '../payments/payment-store.ts'
import { WechatPayRejected } from '../payments/wechat-pay/errors.ts'
import { isPaid } from '../payments/wechat-pay/transaction.ts'
import { commit } from '../shared/commit.ts'
import type { Write } from '../shared/storage.ts'
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
  const answer = await commit<Order | 'already_paid'>(context, async () => {
    const current = await loadOrder(context.db, order.shopId, order.orderId)
    if (!current) throw new Error(`Order ${order.orderId} was read and is not there`)
    if (current.status === 'cancelled' || current.status === 'cancelled_refunding') return { reply: current }
    if (current.status !== 'awaiting_payment') return { reply: 'already_paid' }
    const closed = await closeAtWechat(context, current)
    if (closed === 'already_paid') return { reply: closed }
    const { events, stock } = cancelOrder(current, reason, context.now())
    const stocks = await loadStocksToChange(context, current.shopId, stock, current.orderId)
    const writes = [
      ...orderWrites(current, events),
      ...stockWrites(current.shopId, stocks, stock, current.orderId),
      closeHold(current),
      ...closed,
    ]
    return { writes, reply: events.reduce<Order>(evolveOrder, current) }
  })
  if (!answer.ok) throw new Error('Cancelling is never refused')
  return answer.reply
}

/** Sees to it that WeChat takes no more money for the order; what the cancellation then is to be held to. */
async function closeAtWechat(context: PayContext, { paymentNo }: Order): Promise<readonly Write[] | 'already_paid'> {
  const payment = await loadPayment(context.db, paymentNo)
  // Nobody ever asked WeChat for it; and nobody does from here on without the cancellation running again.
  if (!payment) return [checkNoPayment(paymentNo)]
  const named = { outTradeNo: paymentNo, subMchid: payment.subMchid }
  if ((await closeOrLetBe(context, named)) !== 'paid') return []
  const found = await context.wechatPay.query(named)
  if (found.kind === 'found' && isPaid(found.transaction)) await confirmTransaction(context, found.transaction)
  return 'already_paid'
}

/** A shop that WeChat has locked out cannot close its payments, and its stock must not stay held for ever. Should one have
 *  been paid all the same, it is a late payment, and those are never lost. */
async function closeOrLetBe(context: PayContext, payment: Parameters<PayContext['wechatPay']['close']>[0]) {
  try {
    return await context.wechatPay.close(payment)
  } catch (error) {
    if (!(error instanceof WechatPayRejected)) throw error
    context.log.error('payment cannot be closed at WeChat', { paymentNo: payment.outTradeNo, error })
    return 'closed'
  }
}
