import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { addDays } from '../shared/time.ts'
import type { OrderEvent } from './events.ts'
import type { CancelReason, Order, OrderIn, Shipment } from './order.ts'
import { stockChanges } from './pay-order.ts'

export type ShipRefusal = Refusal<'order_not_paid' | 'order_cancelled' | 'already_shipped'>
export type ReceiveRefusal = Refusal<'order_not_paid' | 'order_cancelled' | 'order_not_shipped'>

/** The shop hands the goods over. The same shipment again is no news; another one is refused. */
export function shipOrder(order: Order, shipment: Shipment, now: string): Decision<OrderEvent, ShipRefusal> {
  switch (order.status) {
    case 'awaiting_payment':
      return refused('order_not_paid')
    case 'cancelled':
    case 'cancelled_refunding':
      return refused('order_cancelled')
    case 'paid':
      return decided({ type: 'order_shipped', at: now, ...ids(order), shipment })
    case 'shipped':
    case 'received':
    case 'completed': {
      const same = order.shipment.carrier === shipment.carrier && order.shipment.trackingNo === shipment.trackingNo
      return same ? decided() : refused('already_shipped')
    }
  }
}

/** The buyer says that the goods are there. Again is no news. */
export function receiveOrder(order: Order, now: string): Decision<OrderEvent, ReceiveRefusal> {
  switch (order.status) {
    case 'awaiting_payment':
      return refused('order_not_paid')
    case 'cancelled':
    case 'cancelled_refunding':
      return refused('order_cancelled')
    case 'paid':
      return refused('order_not_shipped')
    case 'shipped':
      return decided({ type: 'order_received', at: now, ...ids(order), by: 'customer' })
    case 'received':
    case 'completed':
      return decided()
  }
}

/** What the clock makes of an order: received after the shop's days, completed when the after-sales window has ended.
 *  An unpaid order is not for this: it is closed at WeChat first. */
export function passTime(order: Order, now: string): readonly OrderEvent[] {
  const dueAt = order.status === 'awaiting_payment' ? undefined : dueMoment(order)
  if (dueAt === undefined || now < dueAt) return []
  if (order.status === 'shipped') return [{ type: 'order_received', at: now, ...ids(order), by: 'time' }]
  if (order.status !== 'received') return []
  const { customerId, netPaidFen, commission } = order
  return [{ type: 'order_completed', at: now, ...ids(order), customerId, netPaidFen, commission }]
}

/** When the clock next has something to do with an order: the hold's end, the automatic receipt, the completion. */
export function dueMoment(order: Order): string | undefined {
  switch (order.status) {
    case 'awaiting_payment':
      return order.holdEndsAt
    case 'shipped':
      return addDays(order.shippedAt, order.autoReceiveDays)
    case 'received':
      return addDays(order.receivedAt, order.afterSalesDays)
    case 'paid':
    case 'completed':
    case 'cancelled':
    case 'cancelled_refunding':
      return undefined
  }
}

/** Cancels an order that awaits payment and gives its stock back. To be called when WeChat has closed the payment. */
export function cancelOrder(order: OrderIn<'awaiting_payment'>, reason: CancelReason, now: string) {
  const event: OrderEvent = { type: 'order_cancelled', at: now, ...ids(order), reason }
  return { events: [event], stock: stockChanges(order, 'release') }
}

const ids = ({ orderId, shopId }: Order) => ({ orderId, shopId })
