import { changeStock, type StockChange, type StockChangeKind } from '../catalog/stock.ts'
import { assert } from '../shared/decision.ts'
import type { CustomerId } from '../shared/ids.ts'
import { shopDay } from '../shared/time.ts'
import type { OrderEvent } from './events.ts'
import type { Order } from './order.ts'
import { saleOf } from './sale.ts'

/** How stock changes for all lines of an order. */
export const stockChanges = (order: Pick<Order, 'lines'>, kind: StockChangeKind): StockChange[] =>
  order.lines.map((line) => changeStock(kind, line))

/** A payment that WeChat has confirmed, already matched with the order's number, merchant and amount. */
export type ConfirmedPayment = { readonly transactionId: string; readonly paidFen: number; readonly paidAt: string }

/** What a confirmed payment comes to. Nothing is ever refused: it has happened. */
export type Settlement = { readonly events: readonly OrderEvent[]; readonly stock: readonly StockChange[] }

/**
 * Settles a confirmed payment with its order.
 * Awaiting payment: the held units are sold. Cancelled meanwhile: the units are taken again when all of them are there,
 * else the whole amount is to be refunded. Settled before: nothing, so a repeated notification changes nothing.
 * @param isOnHand whether all units of the order could be taken again.
 * @param introducerId who introduced the buyer, as it stands now.
 */
export function settlePayment(
  order: Order,
  payment: ConfirmedPayment,
  introducerId: CustomerId | null,
  isOnHand: boolean,
  now: string,
): Settlement {
  switch (order.status) {
    case 'awaiting_payment':
      return { events: [orderPaid(false)], stock: stockChanges(order, 'sell') }
    case 'cancelled':
      return isOnHand
        ? { events: [orderPaid(true)], stock: stockChanges(order, 'sell_again') }
        : { events: [latePaymentRefused()], stock: [] }
    case 'paid':
    case 'shipped':
    case 'received':
    case 'completed':
    case 'refunded':
    case 'cancelled_refunding':
    case 'cancelled_refunded':
      return { events: [], stock: [] }
  }

  function orderPaid(late: boolean): OrderEvent {
    const { orderId, shopId, timeZone } = order
    const { transactionId, paidFen, paidAt } = payment
    assert(paidFen === order.totalFen, 'what was paid is what the order costs')
    const sale = saleOf({ ...order, introducerId, paidAt, paidDay: shopDay(paidAt, timeZone) }, [])
    return { type: 'order_paid', at: now, orderId, shopId, ...sale, transactionId, late }
  }
  function latePaymentRefused(): OrderEvent {
    const { orderId, shopId } = order
    const { transactionId, paidFen } = payment
    return { type: 'late_payment_refused', at: now, orderId, shopId, transactionId, refundFen: paidFen }
  }
}
