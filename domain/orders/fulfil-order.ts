import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { addDays } from '../shared/time.ts'
import { caseDueMoment, isOpen } from './after-sales.ts'
import type { OrderEvent } from './events.ts'
import type { CancelReason, Order, OrderIn, Shipment } from './order.ts'
import { stockChanges } from './pay-order.ts'
import { hasUnitsToShip, passCaseTime } from './refund-order.ts'
import { saleOf } from './sale.ts'

export type ShipRefusal = Refusal<'order_not_paid' | 'order_cancelled' | 'already_shipped' | 'nothing_to_ship'>
export type ReceiveRefusal = Refusal<'order_not_paid' | 'order_cancelled' | 'order_not_shipped'>

/** The shop hands the goods over. The same shipment again is no news; another one is refused. */
export function shipOrder(order: Order, shipment: Shipment, now: string): Decision<OrderEvent, ShipRefusal> {
  switch (order.status) {
    case 'awaiting_payment':
      return refused('order_not_paid')
    case 'cancelled':
    case 'cancelled_refunding':
    case 'cancelled_refunded':
      return refused('order_cancelled')
    case 'refunded':
      return refused('nothing_to_ship')
    case 'paid':
      if (!hasUnitsToShip(order)) return refused('nothing_to_ship')
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
      return addDays(order.shippedAt, order.autoReceiveDays)
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
