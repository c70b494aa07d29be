import { describe, expect, test } from 'vitest'
import { asksForSomething } from '../../../domain/orders/after-sales.ts'
import { type OpenAfterSales, refundOrder, requestAfterSales } from '../../../domain/orders/open-after-sales.ts'
import type { Order, PaidOrder } from '../../../domain/orders/order.ts'
import { settlePayment } from '../../../domain/orders/pay-order.ts'
import { noteRefunded, rejectAfterSales } from '../../../domain/orders/refund-order.ts'
import { shipOrder } from '../../../domain/orders/ship-order.ts'
import { commissionFen } from '../../../domain/referrals/commission.ts'
import { afterSalesId, refundNo, skuId } from '../shared/ids.ts'
import { made } from '../shared/made.ts'
import {
  claim,
  evolved,
  shippedAt as now,
  orderIn,
  paidAt,
  payment,
  shipping,
  shop,
  withShippingFee,
} from './orders.ts'

const feeFen = 600
const kept = (order: Order): PaidOrder => {
  if (!('afterSales' in order)) throw new Error(`The order is ${order.status}`)
  return order
}
/** Goods of 3,098 fen with a fee of 600 on top. */
const awaiting = withShippingFee(orderIn.awaiting_payment, feeFen)
const paidEvents = settlePayment(awaiting, { ...payment, paidFen: awaiting.totalFen }, null, true, paidAt).events
const paid = kept(evolved(awaiting, paidEvents))
const shipped = kept(evolved(paid, made(shipOrder(paid, shipping, now))))

const oneUnit = [{ skuId: skuId(1), quantity: 1, amountFen: 1_299 }]
const fee = (shippingFeeFen: number, number = 1): OpenAfterSales => ({
  ...{ ...claim, requestHash: `${number}` },
  ...{ afterSalesId: afterSalesId(number), lines: [], shippingFeeFen },
})
const give = (order: PaidOrder, command: OpenAfterSales, number = 1) =>
  refundOrder(order, command, refundNo(number), shop.ownerId, now)
const given = (order: PaidOrder, command: OpenAfterSales, number = 1) =>
  kept(evolved(order, made(give(order, command, number))))
const lastCase = (order: PaidOrder) => {
  const each = order.afterSales.at(-1)
  if (!each) throw new Error('No case')
  return each
}
const paidBack = (order: PaidOrder, number = 1) => {
  const { afterSalesId: id, refundFen } = lastCase(order)
  return noteRefunded(order, { refundNo: refundNo(number), refundFen, afterSalesId: id }, now)
}

test('a payment tells the fee as part of what is kept, and of no line', () => {
  expect(paidEvents).toMatchObject([
    { type: 'order_paid', netPaidFen: 3_698, lines: [{ netFen: 2_598 }, { netFen: 500 }] },
  ])
})

test('the fee earns no commission, and giving it back takes none away', () => {
  const [event] = paidBack(given(shipped, fee(feeFen)))
  if (event?.type !== 'order_refunded' || !event.commission) throw new Error('A refund of a credited sale')
  expect(commissionFen(event.lines, event.commission)).toBe(309)
  expect(event).toMatchObject({
    ...{ refundFen: 600, refundedLines: [], refundedShippingFen: 600, netPaidFen: 3_098 },
    lines: [{ quantity: 2, netFen: 2_598 }, { netFen: 500 }],
  })
})

test('no more of the fee goes back than was paid, over all cases; what was rejected is free again', () => {
  const refused = { ok: false, refusal: { code: 'refund_exceeds_paid', field: 'body.shippingFeeFen' } }
  expect(give(shipped, fee(feeFen + 1))).toEqual(refused)
  const some = given(shipped, fee(400))
  expect(give(some, fee(201, 2))).toEqual(refused)
  expect(give(some, fee(200, 2)).ok).toBe(true)
  const requested = kept(evolved(shipped, made(requestAfterSales(shipped, fee(feeFen), shipped.customerId, now))))
  expect(give(requested, fee(1, 2))).toEqual(refused)
  const rejected = made(rejectAfterSales(requested, lastCase(requested), '已送达', shop.ownerId, now))
  expect(give(kept(evolved(requested, rejected)), fee(feeFen, 2)).ok).toBe(true)
})

test('lines and fee go back in one refund', () => {
  const order = given(shipped, { ...claim, lines: oneUnit, shippingFeeFen: 100 })
  expect(lastCase(order)).toMatchObject({ refundFen: 1_399, shippingFeeFen: 100 })
  expect(paidBack(order)).toMatchObject([{ netPaidFen: 2_299, refundedLines: oneUnit, refundedShippingFen: 100 }])
})

test('a return is of goods: of the fee alone there is nothing to return', () => {
  const command = { ...fee(feeFen), kind: 'return_and_refund' } as const
  expect(requestAfterSales(shipped, command, shipped.customerId, now)).toEqual({
    ok: false,
    refusal: { code: 'nothing_to_return', field: 'body.lines' },
  })
})

test('who asks for neither a line nor the fee asks for nothing', () => {
  const asks = (lines: typeof oneUnit, shippingFeeFen: number) => asksForSomething({ lines, shippingFeeFen })
  expect([asks([], 0), asks([], 1), asks(oneUnit, 0)]).toEqual([false, true, true])
})

describe('before the shipment the fee goes back with the last of the goods', () => {
  test('all at once, and the order is refunded', () => {
    const order = given(paid, claim)
    expect(lastCase(order)).toMatchObject({ refundFen: 3_698, shippingFeeFen: feeFen })
    expect(evolved(order, paidBack(order))).toMatchObject({ status: 'refunded', netPaidFen: 0 })
  })
  test('what is left of it, when the goods go back in parts', () => {
    const first = given(given(paid, fee(250)), { ...fee(0, 2), lines: oneUnit }, 2)
    expect(lastCase(first)).toMatchObject({ shippingFeeFen: 0 })
    const rest = [oneUnit[0], { skuId: skuId(2), quantity: 1, amountFen: 500 }].flatMap((line) => line ?? [])
    const order = given(first, { ...fee(0, 3), lines: rest }, 3)
    expect(lastCase(order)).toMatchObject({ shippingFeeFen: 350, refundFen: 1_799 + 350 })
  })
  test('after it only what is asked for', () => {
    expect(lastCase(given(shipped, claim))).toMatchObject({ refundFen: 3_098, shippingFeeFen: 0 })
  })
})
