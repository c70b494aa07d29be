import type { OrderEvent } from './events.ts'
import { evolveAfterSales, isAfterSalesEvent } from './evolve-after-sales.ts'
import type { Order, OrderIn } from './order.ts'
import type { Parcel, Shipment } from './shipment.ts'

/** The order after one more fact. Throws where the fact cannot follow: decisions never make such a one. */
export function evolveOrder(order: Order | undefined, event: OrderEvent): Order {
  if (event.type === 'order_placed') {
    if (order) throw impossible(order, event)
    return { ...event.terms, status: 'awaiting_payment', version: 1 }
  }
  if (!order) throw new Error(`${event.type} before order_placed`)
  return { ...follow(order, event), version: order.version + 1 }
}

function follow(order: Order, event: Exclude<OrderEvent, { type: 'order_placed' }>): Order {
  if (isAfterSalesEvent(event)) {
    const after = 'afterSales' in order ? evolveAfterSales(order, event) : undefined
    if (!after) throw impossible(order, event)
    return after
  }
  switch (event.type) {
    case 'order_paid': {
      const before =
        order.status === 'cancelled' ? withoutCancellation(order) : inStatus(order, 'awaiting_payment', event)
      const { transactionId, netPaidFen, paidAt, day, introducerId } = event
      const settled = { paidAt, paidDay: day, transactionId, netPaidFen, introducerId, afterSales: [] }
      return { ...before, status: 'paid', ...settled }
    }
    case 'order_shipped':
      return { ...inStatus(order, 'paid', event), status: 'shipped', shipment: shipmentOf(event), shippedAt: event.at }
    case 'parcels_sent': {
      if (!('shipment' in order) || order.shipment.isComplete) throw impossible(order, event)
      const parcels = [...order.shipment.parcels, ...event.parcels]
      return { ...order, shipment: shipmentOf({ ...event, parcels }) }
    }
    case 'shipment_corrected': {
      const before = inStatus(order, 'shipped', event)
      const { isComplete, correctedAt } = before.shipment
      if (!isComplete || correctedAt !== undefined) throw impossible(order, event)
      return { ...before, shipment: { ...before.shipment, parcels: event.parcels, correctedAt: event.at } }
    }
    case 'order_received':
      return { ...inStatus(order, 'shipped', event), status: 'received', receivedAt: event.at }
    case 'order_completed':
      return { ...inStatus(order, 'received', event), status: 'completed', completedAt: event.at }
    case 'order_cancelled': {
      const before = inStatus(order, 'awaiting_payment', event)
      return { ...before, status: 'cancelled', cancelledAt: event.at, cancelReason: event.reason }
    }
    case 'late_payment_refused': {
      const before = inStatus(order, 'cancelled', event)
      return { ...before, status: 'cancelled_refunding', transactionId: event.transactionId, latePaidAt: event.at }
    }
    case 'late_payment_refunded': {
      const before = inStatus(order, 'cancelled_refunding', event)
      return { ...before, status: 'cancelled_refunded', refundedAt: event.at }
    }
  }
}

const shipmentOf = ({ parcels, isLast, at }: { parcels: Parcel[]; isLast: boolean; at: string }): Shipment => ({
  parcels,
  isComplete: isLast,
  lastSentAt: at,
})

function inStatus<Status extends Order['status']>(order: Order, status: Status, event: OrderEvent): OrderIn<Status> {
  if (order.status !== status) throw impossible(order, event)
  return order as OrderIn<Status>
}

function withoutCancellation(order: OrderIn<'cancelled'>): OrderIn<'awaiting_payment'> {
  const { cancelledAt: _at, cancelReason: _reason, ...terms } = order
  return { ...terms, status: 'awaiting_payment' }
}

const impossible = (order: Order, event: OrderEvent) =>
  new Error(`${event.type} cannot follow in an order that is ${order.status}`)
