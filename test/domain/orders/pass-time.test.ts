import { describe, expect, test } from 'vitest'
import { dueMoment, passTime, receiveOrder, shipOrder } from '../../../domain/orders/fulfil-order.ts'
import type { Order } from '../../../domain/orders/order.ts'
import { saleOf } from '../../../domain/orders/sale.ts'
import { addDays } from '../../../domain/shared/time.ts'
import { made } from '../shared/made.ts'
import {
  autoReceivedAt,
  completedAt,
  evolvedTo,
  holdEndsAt,
  orderIn,
  receivedAt,
  shipment,
  shippedAt,
  statuses,
} from './orders.ts'

const shift = (moment: string, ms: number) => new Date(Date.parse(moment) + ms).toISOString()
const { shipped, received } = orderIn
const { orderId, shopId } = shipped

describe.each([
  ['shipped', shipped, autoReceivedAt, { type: 'order_received', by: 'time' }],
  ['received', received, completedAt, { type: 'order_completed', ...saleOf(received, []) }],
] as const)('an order that is %s', (_, order, dueAt, event) => {
  test('is due when its days have passed', () => {
    expect(dueMoment(order)).toBe(dueAt)
  })
  test('a millisecond before that nothing happens', () => {
    expect(passTime(order, shift(dueAt, -1))).toEqual([])
  })
  test.each([0, 1, 40 * 86_400_000])('at that moment and after (%i ms) it takes one step', (ms) => {
    const now = shift(dueAt, ms)
    expect(passTime(order, now)).toEqual([{ ...event, at: now, orderId, shopId }])
  })
})

const due: Record<Order['status'], string | undefined> = {
  awaiting_payment: holdEndsAt,
  paid: undefined,
  shipped: autoReceivedAt,
  received: completedAt,
  completed: undefined,
  refunded: undefined,
  cancelled: undefined,
  cancelled_refunding: undefined,
  cancelled_refunded: undefined,
}
test.each(statuses)('the clock knows when it has something to do with an order that is %s', (status) => {
  expect(dueMoment(orderIn[status])).toBe(due[status])
})

test('time alone never cancels: an unpaid order is closed at WeChat first', () => {
  expect(passTime(orderIn.awaiting_payment, addDays(holdEndsAt, 400))).toEqual([])
})

test('time alone never ships: a paid order waits for the shop', () => {
  expect(passTime(orderIn.paid, addDays(holdEndsAt, 400))).toEqual([])
})

test('the after-sales days count from the receipt, even one that came late from the clock', () => {
  const late = addDays(autoReceivedAt, 30)
  const byClock = evolvedTo('received', shipped, passTime(shipped, late))
  expect(byClock.receivedAt).toBe(late)
  expect(dueMoment(byClock)).toBe(addDays(late, shipped.afterSalesDays))
})

test('without after-sales days a sale is complete as soon as it is received', () => {
  const order = evolvedTo('received', { ...shipped, afterSalesDays: 0 }, made(receiveOrder(shipped, receivedAt)))
  expect(dueMoment(order)).toBe(receivedAt)
  expect(passTime(order, receivedAt)).toMatchObject([{ type: 'order_completed', at: receivedAt }])
})

test('a shipment and a receipt are recorded with their moment', () => {
  expect(made(shipOrder(orderIn.paid, shipment, shippedAt))).toEqual([
    { type: 'order_shipped', at: shippedAt, orderId, shopId, shipment },
  ])
  expect(made(receiveOrder(shipped, receivedAt))).toEqual([
    { type: 'order_received', at: receivedAt, orderId, shopId, by: 'customer' },
  ])
  expect(received).toMatchObject({ shipment, shippedAt, receivedAt, paidDay: '2026-03-01' })
})
