import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { addDays } from '../shared/time.ts'
import { caseDueMoment, isOpen } from './after-sales.ts'
import type { OrderEvent } from './events.ts'
import type { CancelReason, Order, OrderIn } from './order.ts'
import { stockChanges } from './pay-order.ts'
import { passCaseTime } from './refund-order.ts'
import { saleOf } from './sale.ts'

export type ReceiveRefusal = Refusal<'order_not_paid' | 'order_cancelled' | 'order_not_shipped'>

/** The buyer says that the goods are there. Again is no news. */
export function receiveOrder(order: Order, now: string): Decision<OrderEvent, ReceiveRefusal> {
  switch (order.status) {
    case 'awaiting_payment':
      return refused('order_not_paid')
    case 'cancelled':
    case 'cancelled_refunding':
    case 'cancelled_refunded':
      return refused('order_cancelled')
    case 'paid':
    case 'refunded':
      return refused('order_not_shipped')
    case 'shipped':
      return decided({ type: 'order_received', at: now, ...ids(order), by: 'customer' })
    case 'received':
    case 'completed':
      return decided()
  }
}

/** What the clock makes of an order: received after the shop's days, completed when the after-sales window has ended with
 *  nothing open, its cases escalated or lapsed. An unpaid order is not for this: it is closed at WeChat first. */
export function passTime(order: Order, now: string): readonly OrderEvent[] {
  const cases = passCaseTime(order, now)
  if (cases.length > 0) return cases
  const dueAt = order.status === 'awaiting_payment' ? undefined : stepDueMoment(order)
  if (dueAt === undefined || now < dueAt) return []
  if (order.status === 'shipped') return [{ type: 'order_received', at: now, ...ids(order), by: 'time' }]
  if (order.status !== 'received') return []
  return [{ type: 'order_completed', at: now, ...ids(order), ...saleOf(order, order.afterSales) }]
}

/** When the clock next has something to do with an order: the hold's end, the automatic receipt, the completion, or a
 *  case of after-sales that nobody goes on with. */
export function dueMoment(order: Order): string | undefined {
  const moments = 'afterSales' in order ? order.afterSales.map(caseDueMoment) : []
  return [stepDueMoment(order), ...moments].filter((moment) => moment !== undefined).sort()[0]
}

function stepDueMoment(order: Order): string | undefined {
  switch (order.status) {
    case 'awaiting_payment':
      return order.holdEndsAt
    case 'shipped':
      // Nobody has received what is still to be sent.
      return order.shipment.isComplete ? addDays(order.shipment.lastSentAt, order.autoReceiveDays) : undefined
    case 'received':
      // The end of its last case brings it back here.
      return order.afterSales.some(isOpen) ? undefined : addDays(order.receivedAt, order.afterSalesDays)
    case 'paid':
    case 'completed':
    case 'refunded':
    case 'cancelled':
    case 'cancelled_refunding':
    case 'cancelled_refunded':
      return undefined
  }
}

/** Cancels an order that awaits payment and gives its stock back. To be called when WeChat has closed the payment. */
export function cancelOrder(order: OrderIn<'awaiting_payment'>, reason: CancelReason, now: string) {
  const event: OrderEvent = { type: 'order_cancelled', at: now, ...ids(order), reason }
  return { events: [event], stock: stockChanges(order, 'release') }
}

const ids = ({ orderId, shopId }: Order) => ({ orderId, shopId })
