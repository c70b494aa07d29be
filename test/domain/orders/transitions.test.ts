import { describe, expect, expectTypeOf, test } from 'vitest'
import type { OrderEvent } from '../../../domain/orders/events.ts'
import { evolveOrder } from '../../../domain/orders/evolve.ts'
import { cancelOrder, passTime, receiveOrder, shipOrder } from '../../../domain/orders/fulfil-order.ts'
import type { Order, OrderIn } from '../../../domain/orders/order.ts'
import { settlePayment } from '../../../domain/orders/pay-order.ts'
import { saleOf } from '../../../domain/orders/sale.ts'
import { addDays } from '../../../domain/shared/time.ts'
import { refundNo } from '../shared/ids.ts'
import { evolved, orderIn, payment, receivedAt, shipment, statuses } from './orders.ts'

const now = addDays(receivedAt, 400)

/** Everything that can be asked of an order in any state. */
const commands = {
  'paid, units there': (order: Order) => eventsOf(settlePayment(order, payment, null, true, now).events),
  'paid, units gone': (order: Order) => eventsOf(settlePayment(order, payment, null, false, now).events),
  shipped: (order: Order) => answerOf(shipOrder(order, shipment, now)),
  'shipped by another carrier': (order: Order) => answerOf(shipOrder(order, { ...shipment, carrier: 'YTO' }, now)),
  'shipped under another number': (order: Order) => answerOf(shipOrder(order, { ...shipment, trackingNo: 'X-9' }, now)),
  'received by the buyer': (order: Order) => answerOf(receiveOrder(order, now)),
  'months later': (order: Order) => eventsOf(passTime(order, now)),
}
type Command = keyof typeof commands

const eventsOf = (events: readonly OrderEvent[]) => events.map(({ type }) => type).join(' and ') || 'no news'
const answerOf = (decision: ReturnType<typeof shipOrder> | ReturnType<typeof receiveOrder>) =>
  decision.ok ? eventsOf(decision.events) : `refused: ${decision.refusal.code}`

const notPaid = 'refused: order_not_paid'
const cancelled = 'refused: order_cancelled'
const shippedOtherwise = 'refused: already_shipped'
const nothingToShip = 'refused: nothing_to_ship'
const settled = { 'paid, units there': 'no news', 'paid, units gone': 'no news' }
const shippedOnce = {
  shipped: 'no news',
  'shipped by another carrier': shippedOtherwise,
  'shipped under another number': shippedOtherwise,
}
const neverSent = {
  shipped: cancelled,
  'shipped by another carrier': cancelled,
  'shipped under another number': cancelled,
  'received by the buyer': cancelled,
  'months later': 'no news',
}
const expected: Record<Order['status'], Record<Command, string>> = {
  awaiting_payment: {
    'paid, units there': 'order_paid',
    'paid, units gone': 'order_paid',
    shipped: notPaid,
    'shipped by another carrier': notPaid,
    'shipped under another number': notPaid,
    'received by the buyer': notPaid,
    'months later': 'no news',
  },
  paid: {
    ...settled,
    shipped: 'order_shipped',
    'shipped by another carrier': 'order_shipped',
    'shipped under another number': 'order_shipped',
    'received by the buyer': 'refused: order_not_shipped',
    'months later': 'no news',
  },
  shipped: {
    ...settled,
    ...shippedOnce,
    'received by the buyer': 'order_received',
    'months later': 'order_received',
  },
  received: { ...settled, ...shippedOnce, 'received by the buyer': 'no news', 'months later': 'order_completed' },
  completed: { ...settled, ...shippedOnce, 'received by the buyer': 'no news', 'months later': 'no news' },
  refunded: {
    ...settled,
    shipped: nothingToShip,
    'shipped by another carrier': nothingToShip,
    'shipped under another number': nothingToShip,
    'received by the buyer': 'refused: order_not_shipped',
    'months later': 'no news',
  },
  cancelled: { ...neverSent, 'paid, units there': 'order_paid', 'paid, units gone': 'late_payment_refused' },
  cancelled_refunding: { ...neverSent, ...settled },
  cancelled_refunded: { ...neverSent, ...settled },
}

describe.each(statuses)('an order that is %s', (status) => {
  test.each(Object.keys(commands) as Command[])('%s', (command) => {
    expect(commands[command](orderIn[status])).toBe(expected[status][command])
  })
})

test('to cancel an order that does not await payment cannot be written', () => {
  expectTypeOf(cancelOrder).parameter(0).toEqualTypeOf<OrderIn<'awaiting_payment'>>()
  expect(cancelOrder(orderIn.awaiting_payment, 'by_customer', now).events).toHaveLength(1)
})

const terms = (({ status: _status, version: _version, ...rest }) => rest)(orderIn.awaiting_payment)
const about = { at: now, orderId: terms.orderId, shopId: terms.shopId }
const { transactionId } = payment
const sale = saleOf(orderIn.paid, [])
const paidEvent: Extract<OrderEvent, { type: 'order_paid' }> = {
  type: 'order_paid',
  ...about,
  ...sale,
  transactionId,
  late: true,
}
/** What moves an order itself; the facts of its cases are in `after-sales.test.ts`. */
type StatusEvent = Exclude<OrderEvent, { afterSalesId: string }>
const events: { readonly [Type in StatusEvent['type']]: Extract<OrderEvent, { type: Type }> } = {
  order_placed: { type: 'order_placed', ...about, terms },
  order_paid: paidEvent,
  order_shipped: { type: 'order_shipped', ...about, shipment },
  order_received: { type: 'order_received', ...about, by: 'customer' },
  order_completed: { type: 'order_completed', ...about, ...sale },
  order_cancelled: { type: 'order_cancelled', ...about, reason: 'by_customer' },
  late_payment_refused: { type: 'late_payment_refused', ...about, transactionId, refundFen: payment.paidFen },
  late_payment_refunded: {
    type: 'late_payment_refunded',
    ...about,
    refundNo: refundNo(),
    refundFen: payment.paidFen,
  },
}

/** Every arrow that there is: what is not named here does not exist. */
const arrows: Partial<Record<`${Order['status']} ${OrderEvent['type']}`, Order['status']>> = {
  'awaiting_payment order_paid': 'paid',
  'awaiting_payment order_cancelled': 'cancelled',
  'paid order_shipped': 'shipped',
  'shipped order_received': 'received',
  'received order_completed': 'completed',
  'cancelled order_paid': 'paid',
  'cancelled late_payment_refused': 'cancelled_refunding',
  'cancelled_refunding late_payment_refunded': 'cancelled_refunded',
}

describe.each(statuses)('after a fact, an order that was %s', (status) => {
  test.each(Object.values(events).map((event) => [event.type, event] as const))('%s', (type, event) => {
    const order = orderIn[status]
    const next = arrows[`${status} ${type}`]
    if (next === undefined) {
      expect(() => evolveOrder(order, event)).toThrow(`${type} cannot follow in an order that is ${status}`)
      return
    }
    const after = evolved(order, [event])
    expect(after).toMatchObject({ ...terms, status: next, version: order.version + 1 })
  })
})

test.each(Object.values(events).filter(({ type }) => type !== 'order_placed'))(
  '$type is nobody’s first fact',
  (event) => {
    expect(() => evolveOrder(undefined, event)).toThrow('before order_placed')
  },
)

test('an order that was paid late is one like any other: nothing of the cancellation stays', () => {
  const after = evolved(orderIn.cancelled, [paidEvent])
  expect(after).toEqual({
    ...orderIn.paid,
    version: 3,
    paidAt: paidEvent.paidAt,
    paidDay: paidEvent.day,
  })
})
