import { describe, expect, test } from 'vitest'
import { type AfterSalesCase, answerDays, returnDays } from '../../../domain/orders/after-sales.ts'
import type { OrderEvent } from '../../../domain/orders/events.ts'
import { evolveOrder } from '../../../domain/orders/evolve.ts'
import { dueMoment, passTime, shipOrder } from '../../../domain/orders/fulfil-order.ts'
import { refundOrder, requestAfterSales } from '../../../domain/orders/open-after-sales.ts'
import type { Order, PaidOrder } from '../../../domain/orders/order.ts'
import {
  approveAfterSales,
  cancelAfterSales,
  noteRefunded,
  receiveReturn,
  rejectAfterSales,
  sendReturn,
  stockOfRefunds,
} from '../../../domain/orders/refund-order.ts'
import { saleOf } from '../../../domain/orders/sale.ts'
import { addDays, addMinutes } from '../../../domain/shared/time.ts'
import { afterSalesId, refundNo, skuId } from '../shared/ids.ts'
import { made } from '../shared/made.ts'
import { claim, completedAt, evolved, orderIn, payment, receivedAt, shipment, shippedAt, shop } from './orders.ts'

const { paid, shipped, received, completed } = orderIn
const staff = shop.ownerId
const now = shippedAt
const oneUnit = [{ skuId: skuId(1), quantity: 1, amountFen: 1_299 }]
const parcel = { carrier: '顺丰', trackingNo: 'SF0000000001' }

const kept = (order: Order): PaidOrder => {
  if (!('afterSales' in order)) throw new Error(`The order is ${order.status}`)
  return order
}
const onlyCase = (order: PaidOrder): AfterSalesCase => {
  const [each, ...others] = order.afterSales
  if (!each || others.length > 0) throw new Error('Not one case')
  return each
}
const asked = (kind: 'refund_only' | 'return_and_refund', order: PaidOrder = shipped, at = now): PaidOrder =>
  kept(evolved(order, made(requestAfterSales(order, { ...claim, kind, lines: oneUnit }, order.customerId, at))))
type Decide = (
  order: PaidOrder,
  each: AfterSalesCase,
) => ReturnType<typeof sendReturn> | ReturnType<typeof rejectAfterSales>
const steps: Readonly<Record<string, Decide>> = {
  approve: (order, each) => approveAfterSales(order, each, refundNo(), staff, now),
  reject: (order, each) => rejectAfterSales(order, each, '已签收', staff, now),
  cancel: (order, each) => cancelAfterSales(order, each, now),
  send: (order, each) => sendReturn(order, each, parcel, now),
  'send by another': (order, each) => sendReturn(order, each, { ...parcel, trackingNo: 'SF9999' }, now),
  receive: (order, each) => receiveReturn(order, each, refundNo(), staff, now),
}
function factsOf(name: string, order: PaidOrder): readonly OrderEvent[] {
  const decision = steps[name]?.(order, onlyCase(order))
  if (!decision?.ok) throw new Error(`${name} is refused`)
  return decision.events
}
const after = (order: PaidOrder, ...names: string[]): PaidOrder =>
  names.reduce((so, name) => kept(evolved(so, factsOf(name, so))), order)
const paidBack = (order: PaidOrder): PaidOrder => {
  const { afterSalesId: id, refundFen } = onlyCase(order)
  return kept(evolved(order, noteRefunded(order, { refundNo: refundNo(), refundFen, afterSalesId: id }, now)))
}

const withReturn = asked('return_and_refund')
const withRefund = asked('refund_only')
const cases = {
  'requested refund': withRefund,
  'requested return': withReturn,
  awaiting_return: after(withReturn, 'approve'),
  returning: after(withReturn, 'approve', 'send'),
  'refunding a return': after(withReturn, 'approve', 'send', 'receive'),
  'refunding without a return': after(withRefund, 'approve'),
  refunded: paidBack(after(withRefund, 'approve')),
  rejected: after(withReturn, 'reject'),
  cancelled: after(withReturn, 'cancel'),
}
const [closed, isApproved, notApproved, noReturn] = [
  'refused: after_sales_closed',
  'refused: after_sales_approved',
  'refused: after_sales_not_approved',
  'refused: no_return_expected',
]
const sent = 'refused: return_already_sent'
/** For each state: approve, reject, cancel, send, send by another parcel, receive. */
const expected: Readonly<Record<keyof typeof cases, readonly string[]>> = {
  'requested refund': [
    ...['refund_started', 'after_sales_rejected', 'after_sales_cancelled'],
    ...[noReturn, noReturn, noReturn],
  ],
  'requested return': [
    ...['return_approved', 'after_sales_rejected', 'after_sales_cancelled'],
    ...[notApproved, notApproved, notApproved],
  ],
  awaiting_return: ['no news', isApproved, isApproved, 'return_sent', 'return_sent', 'refund_started'],
  returning: ['no news', isApproved, isApproved, 'no news', sent, 'refund_started'],
  'refunding a return': ['no news', isApproved, isApproved, sent, sent, 'no news'],
  'refunding without a return': ['no news', isApproved, isApproved, noReturn, noReturn, noReturn],
  refunded: ['no news', isApproved, isApproved, noReturn, noReturn, noReturn],
  rejected: [closed, 'no news', closed, closed, closed, closed],
  cancelled: [closed, closed, 'no news', closed, closed, closed],
}

describe.each(Object.keys(cases) as (keyof typeof cases)[])('a case that is %s', (name) => {
  test.each(Object.keys(steps).map((step, at) => [step, at] as const))('%s', (step, at) => {
    const order = cases[name]
    const decision = steps[step]?.(order, onlyCase(order))
    const told = decision?.ok
      ? decision.events.map(({ type }) => type).join(' and ') || 'no news'
      : `refused: ${decision?.refusal.code}`
    expect(told).toBe(expected[name][at])
  })
})

test('a fact that cannot follow in a case is never taken in', () => {
  const [started] = made(approveAfterSales(withRefund, onlyCase(withRefund), refundNo(), staff, now))
  if (!started) throw new Error('An approval is an event')
  expect(() => evolveOrder(cases.cancelled, started)).toThrow(
    'refund_started cannot follow in a case that is cancelled',
  )
  expect(() => evolveOrder(shipped, started)).toThrow('refund_started cannot follow in a case that is not there')
  expect(() => evolveOrder(orderIn.awaiting_payment, started)).toThrow('cannot follow in an order')
})

describe('who may ask, and until when', () => {
  const ask = (order: Order, at = now) => requestAfterSales(order, { ...claim, lines: oneUnit }, order.customerId, at)
  const give = (order: Order, at = now) => refundOrder(order, { ...claim, lines: oneUnit }, refundNo(), staff, at)
  test.each([
    ['awaiting_payment', 'order_not_paid', 'order_not_paid'],
    ['paid', 'ok', 'ok'],
    ['shipped', 'ok', 'ok'],
    ['received', 'ok', 'ok'],
    ['completed', 'after_sales_window_ended', 'ok'],
    ['refunded', 'after_sales_id_reused', 'ok'],
    ['cancelled', 'order_cancelled', 'order_cancelled'],
    ['cancelled_refunding', 'order_cancelled', 'order_cancelled'],
    ['cancelled_refunded', 'order_cancelled', 'order_cancelled'],
  ] as const)('of an order that is %s: the buyer %s, the shop %s', (status, buyer, owner) => {
    const told = (decision: ReturnType<typeof ask> | ReturnType<typeof give>) =>
      decision.ok ? 'ok' : decision.refusal.code
    expect([told(ask(orderIn[status])), told(give(orderIn[status]))]).toEqual([buyer, owner])
  })
  test('the buyer until the last moment before the window ends', () => {
    expect(ask(received, addMinutes(completedAt, -1)).ok).toBe(true)
    expect(ask(received, completedAt)).toMatchObject({ refusal: { code: 'after_sales_window_ended' } })
  })
  test('the shop for a year after the payment, as long as WeChat gives money back', () => {
    expect(give(completed, addDays(completed.paidAt, 365)).ok).toBe(true)
    expect(give(completed, addDays(completed.paidAt, 366))).toMatchObject({ refusal: { code: 'refund_period_ended' } })
  })
})

test('what one case claims no other can; what was rejected is free again', () => {
  const other = { ...claim, afterSalesId: afterSalesId(2), requestHash: 'other' }
  const more = (order: PaidOrder, quantity: number, amountFen: number) => {
    const lines = [{ skuId: skuId(1), quantity, amountFen }]
    const decision = refundOrder(order, { ...other, lines }, refundNo(2), staff, now)
    return decision.ok ? 'ok' : decision.refusal.code
  }
  expect(more(withRefund, 1, 1_299)).toBe('ok')
  expect(more(withRefund, 2, 1_299)).toBe('quantity_exceeds_order')
  expect(more(withRefund, 1, 1_300)).toBe('refund_exceeds_paid')
  expect(more(cases.rejected, 2, 2_598)).toBe('ok')
})

test('units go on sale again when a return has arrived, or when they had not left; never for a price reduction', () => {
  const back = (order: PaidOrder, ...names: string[]) => {
    const before = after(order, ...names.slice(0, -1))
    const events = factsOf(names.at(-1) ?? '', before)
    return stockOfRefunds(order, events).map(({ skuId: sku, add }) => [sku, add])
  }
  const oneBack = [[skuId(1), { onHand: 1, sold: -1 }]]
  expect(back(withReturn, 'approve')).toEqual([])
  expect(back(withReturn, 'approve', 'send', 'receive')).toEqual(oneBack)
  expect(back(asked('refund_only', paid), 'approve')).toEqual(oneBack)
  expect(back(withRefund, 'approve')).toEqual([])
})

test('who has all the money back before anything is shipped gets nothing, and every unit is on sale again', () => {
  const lines = claim.lines.map((line) => ({ ...line, quantity: 0 }))
  const events = made(refundOrder(paid, { ...claim, lines }, refundNo(), staff, now))
  expect(stockOfRefunds(paid, events).map(({ add }) => add)).toEqual([
    { onHand: 2, sold: -2 },
    { onHand: 1, sold: -1 },
  ])
  const given = kept(evolved(paid, events))
  expect(shipOrder(given, shipment, now)).toMatchObject({ refusal: { code: 'nothing_to_ship' } })
  expect(paidBack(given)).toMatchObject({ status: 'refunded', netPaidFen: 0 })
})

test('two refunds of one order are two minutes apart, so that sweeps keep WeChat’s minute', () => {
  const sendAt = (order: PaidOrder, number: number, at: string) => {
    const command = {
      ...claim,
      afterSalesId: afterSalesId(number),
      lines: [{ ...oneUnit[0], skuId: skuId(1), quantity: 0, amountFen: 1 }],
    }
    const events = made(refundOrder(order, command, refundNo(number), staff, at))
    return { order: kept(evolved(order, events)), sendAt: events.map((event) => 'sendAt' in event && event.sendAt)[1] }
  }
  const first = sendAt(paid, 1, now)
  const second = sendAt(first.order, 2, now)
  const third = sendAt(second.order, 3, addMinutes(now, 30))
  expect([first.sendAt, second.sendAt, third.sendAt]).toEqual([now, addMinutes(now, 2), addMinutes(now, 30)])
})

/** What the payment told of the sale. */
const paidFor = saleOf(paid, [])
const [first, second] = paidFor.lines

test('what is recorded of a refund is all that ledger and figures need', () => {
  const refunding = cases['refunding without a return']
  const { orderId, shopId } = refunding
  const refund = { refundNo: refundNo(3), refundFen: 1_299, afterSalesId: afterSalesId() }
  expect(noteRefunded(refunding, refund, now)).toEqual([
    {
      ...{ type: 'order_refunded', at: now, orderId, shopId, ...refund },
      ...{ refundedLines: oneUnit, refundedShippingFen: 0, wasCompleted: false },
      ...{ ...paidFor, netPaidFen: 1_799, lines: [{ ...first, quantity: 1, netFen: 1_299 }, second] },
    },
  ])
  expect(noteRefunded(cases.refunded, refund, now)).toEqual([])
  expect(noteRefunded(orderIn.cancelled_refunded, { refundNo: refundNo(), refundFen: payment.paidFen }, now)).toEqual(
    [],
  )
})

describe('time', () => {
  const open = asked('refund_only', received, addMinutes(completedAt, -1))
  const answerBy = addDays(addMinutes(completedAt, -1), answerDays)
  test('a request without an answer is escalated once, and never approved by itself', () => {
    expect(dueMoment(open)).toBe(answerBy)
    expect(passTime(open, addMinutes(answerBy, -1))).toEqual([])
    const events = passTime(open, answerBy)
    expect(events).toMatchObject([{ type: 'after_sales_escalated' }])
    const escalated = kept(evolved(open, events))
    expect(escalated.afterSales).toMatchObject([{ status: 'requested', isEscalated: true }])
    expect([dueMoment(escalated), passTime(escalated, addDays(answerBy, 400))]).toEqual([undefined, []])
  })
  test('a parcel that is back and not looked at is escalated too', () => {
    expect(passTime(cases.returning, addDays(now, answerDays))).toMatchObject([{ type: 'after_sales_escalated' }])
  })
  test('a return that the buyer never sends lapses', () => {
    const order = cases.awaiting_return
    expect(passTime(order, addDays(now, returnDays))).toMatchObject([{ type: 'after_sales_cancelled', by: 'time' }])
  })
  test('a sale is completed only when nothing is open', () => {
    expect(passTime(kept(evolved(open, passTime(open, answerBy))), addDays(completedAt, 99))).toEqual([])
    const rejected = after(open, 'reject')
    expect(dueMoment(rejected)).toBe(addDays(receivedAt, received.afterSalesDays))
    expect(passTime(rejected, addDays(completedAt, 1))).toMatchObject([{ type: 'order_completed' }])
  })
})
