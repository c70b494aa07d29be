import { expect, test } from 'vitest'
import { applyStockChange } from '../../../domain/catalog/stock.ts'
import { cancelOrder } from '../../../domain/orders/fulfil-order.ts'
import { settlePayment, stockChanges } from '../../../domain/orders/pay-order.ts'
import { customerId, productId, skuId } from '../shared/ids.ts'
import { evolved, holdEndsAt, orderIn, paidAt, payment, placedAt, statuses, stockOf } from './orders.ts'

const { awaiting_payment: awaiting, cancelled } = orderIn
const introducerId = customerId(50)

test('a payment in time sells what is held, whatever else is on hand', () => {
  for (const isOnHand of [true, false])
    expect(settlePayment(awaiting, payment, introducerId, isOnHand, paidAt).stock).toEqual([
      { skuId: skuId(1), productId: awaiting.lines[0]?.productId, ...moves('held', 2) },
      { skuId: skuId(2), productId: awaiting.lines[1]?.productId, ...moves('held', 1) },
    ])
})

test('a payment after the cancellation takes units that are on hand', () => {
  const { stock } = settlePayment(cancelled, payment, introducerId, true, paidAt)
  expect(stock.map(({ add, needs }) => ({ add, needs }))).toEqual([moves('onHand', 2), moves('onHand', 1)])
})

function moves(counter: 'held' | 'onHand', quantity: number) {
  return { add: { sold: quantity, [counter]: -quantity }, needs: { counter, atLeast: quantity } }
}

test.each([
  ['in time', awaiting, false],
  ['late', cancelled, true],
])('what is recorded of a payment %s is all that ledger and figures need', (_, order, late) => {
  expect(settlePayment(order, payment, introducerId, true, paidAt).events).toEqual([
    {
      type: 'order_paid',
      at: paidAt,
      orderId: order.orderId,
      shopId: order.shopId,
      customerId: order.customerId,
      netPaidFen: payment.paidFen,
      lines: [
        { productId: productId(), skuId: skuId(1), quantity: 2, netFen: 2_598, nonGoods: false },
        { productId: productId(), skuId: skuId(2), quantity: 1, netFen: 500, nonGoods: false },
      ],
      commission: order.commission,
      commissionRates: { rates: [1, 2].map((number) => ({ skuId: skuId(number), rateBps: 1_000 })) },
      referrerId: customerId(50),
      channel: 'group',
      transactionId: payment.transactionId,
      paidAt,
      day: '2026-03-01',
      introducerId,
      excludedFromFigures: false,
      late,
    },
  ])
})

test('the day of a payment is the shop’s day when the buyer paid, however late it is settled', () => {
  const at = (moment: string) =>
    settlePayment(awaiting, { ...payment, paidAt: moment }, null, true, '2026-03-09T00:00:00.000Z').events
  expect(at('2026-03-01T15:59:59.999Z')).toMatchObject([{ day: '2026-03-01' }])
  expect(at('2026-03-01T16:00:00.000Z')).toMatchObject([{ day: '2026-03-02' }])
})

test('a payment after the cancellation whose units are gone goes back in whole, and moves no stock', () => {
  const settlement = settlePayment(cancelled, payment, introducerId, false, paidAt)
  const { orderId, shopId } = cancelled
  const { transactionId, paidFen: refundFen } = payment
  expect(settlement).toEqual({
    events: [{ type: 'late_payment_refused', at: paidAt, orderId, shopId, transactionId, refundFen }],
    stock: [],
  })
})

test.each([true, false])('a payment told again, and again, changes nothing (units on hand: %s)', (isOnHand) => {
  for (const order of [awaiting, cancelled]) {
    const settled = evolved(order, settlePayment(order, payment, introducerId, isOnHand, paidAt).events)
    expect(settlePayment(settled, payment, introducerId, isOnHand, paidAt)).toEqual({ events: [], stock: [] })
    expect(settlePayment(settled, payment, introducerId, !isOnHand, paidAt)).toEqual({ events: [], stock: [] })
  }
})

test.each(statuses.filter((status) => status !== 'awaiting_payment' && status !== 'cancelled'))(
  'an order that is %s stays so, whatever payment is told again, and no stock moves',
  (status) => {
    for (const isOnHand of [true, false])
      expect(settlePayment(orderIn[status], payment, introducerId, isOnHand, paidAt)).toEqual({ events: [], stock: [] })
  },
)

test.each(['hold_ended', 'by_customer'] as const)('a cancellation (%s) gives back all that was held', (reason) => {
  const { events, stock } = cancelOrder(awaiting, reason, holdEndsAt)
  const { orderId, shopId } = awaiting
  expect(events).toEqual([{ type: 'order_cancelled', at: holdEndsAt, orderId, shopId, reason }])
  const before = stockOf(1, 10)
  const [hold] = stockChanges(awaiting, 'hold')
  const [release] = stock
  const held = hold && applyStockChange(before, hold)
  expect(held).toMatchObject({ onHand: 8, held: 2 })
  expect(held && release && applyStockChange(held, release)).toEqual(before)
  expect(evolved(awaiting, events)).toEqual({
    ...awaiting,
    status: 'cancelled',
    cancelledAt: holdEndsAt,
    cancelReason: reason,
    version: 2,
  })
})

test('terms never change on the way', () => {
  const { status: _status, version: _version, ...terms } = awaiting
  for (const order of Object.values(orderIn)) expect(order).toMatchObject(terms)
  expect(terms.placedAt).toBe(placedAt)
})
