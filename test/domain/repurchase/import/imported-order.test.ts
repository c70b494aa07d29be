import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ImportedOrder,
  productsOf,
  type Taken,
  takeOrderRow,
  takeRefundRow,
} from '../../../../domain/repurchase/import/imported-order.ts'
import { importedPurchase } from '../../../../domain/repurchase/import/imported-purchase.ts'
import { fenOfMilliYuan } from '../../../../domain/repurchase/import/milli-yuan.ts'
import type { OrderRow, RefundRow } from '../../../../domain/repurchase/import/rows.ts'
import { amountMaxFen } from '../../../../domain/shared/fen.ts'

const when = { day: '2024-03-01', time: '' }
const orderRow = (facts: Partial<OrderRow> = {}): OrderRow => ({
  orderId: 'A1',
  customerId: 'c1',
  productId: 'tea',
  quantity: 3,
  milliYuan: 10_000,
  when,
  isRefunded: false,
  referrerId: null,
  channel: null,
  ...facts,
})
const refundRow = (facts: Partial<RefundRow> = {}): RefundRow => ({
  orderId: 'A1',
  customerId: 'c1',
  productId: 'tea',
  quantity: 1,
  refundId: 'R1',
  when: { day: '2024-03-09', time: '' },
  ...facts,
})
const isOrder = (taken: Taken): taken is ImportedOrder => typeof taken === 'object' && 'orderId' in taken
const after = (known: ImportedOrder | undefined, taken: Taken) => (isOrder(taken) ? taken : known)

function orderOf(rows: readonly OrderRow[], refunds: readonly RefundRow[] = []): ImportedOrder {
  const bought = rows.reduce<ImportedOrder | undefined>(
    (order, row) => after(order, takeOrderRow(order, row)),
    undefined,
  )
  const order = refunds.reduce((known, row) => after(known, takeRefundRow(known, row)), bought)
  if (order === undefined) throw new Error('No row was taken')
  return order
}

test.each([
  [0, 0],
  [4, 0],
  [5, 1],
  [29_335, 2_934],
  [29_334, 2_933],
])('%i thousandths of a yuan are %i fen', (milliYuan, fen) => {
  expect(fenOfMilliYuan(milliYuan)).toBe(fen)
})

test('rows of one order are summed by product, each rounded by itself', () => {
  const order = orderOf([
    orderRow({ milliYuan: 5 }),
    orderRow({ milliYuan: 15, quantity: 1 }),
    orderRow({ productId: 'cup', milliYuan: 0, quantity: 2 }),
  ])
  expect(importedPurchase(order)).toMatchObject({
    day: '2024-03-01',
    netPaidFen: 3,
    imported: true,
    lines: [
      { productId: 'cup', quantity: 2, netFen: 0 },
      { productId: 'tea', quantity: 4, netFen: 3 },
    ],
  })
})

test('a row that was refunded leaves nothing', () => {
  expect(productsOf(orderOf([orderRow({ isRefunded: true })]))).toEqual([{ productId: 'tea', quantity: 0, netFen: 0 }])
})

test('a row days away from the others, and one too many or too dear, is left out', () => {
  const order = orderOf([orderRow()])
  const otherDay = orderRow({ when: { day: '2024-03-03', time: '' } })
  expect(takeOrderRow(order, otherDay)).toEqual({ reason: 'order_on_other_day', column: 'timestamp' })
  expect(takeOrderRow(orderOf([otherDay]), orderRow())).toEqual({ reason: 'order_on_other_day', column: 'timestamp' })
  const dear = orderRow({ milliYuan: amountMaxFen * 10, quantity: 1 })
  expect(takeOrderRow(order, dear)).toEqual({ reason: 'bad_amount', column: 'amount' })
})

test('an order around midnight is on the day of its earliest row', () => {
  const [before, after] = ['2024-02-29', '2024-03-01'].map((day) => orderRow({ when: { day, time: '' } }))
  for (const rows of [
    [before, after],
    [after, before],
  ])
    expect(importedPurchase(orderOf(rows.flatMap((row) => row ?? [])))).toMatchObject({
      day: '2024-02-29',
      netPaidFen: 2_000,
    })
})

test('a refund takes units off with their share of the amount, and all of them leave nothing', () => {
  const order = orderOf([orderRow()], [refundRow()])
  expect(productsOf(order)).toEqual([{ productId: 'tea', quantity: 2, netFen: 667 }])
  const all = orderOf([orderRow()], [refundRow(), refundRow({ refundId: 'R2', quantity: 2 })])
  expect(productsOf(all)).toEqual([{ productId: 'tea', quantity: 0, netFen: 0 }])
})

test('the share of units that went back is rounded half up, over all that went back of a product together', () => {
  const bought = orderRow({ quantity: 2, milliYuan: 1_010 })
  expect(productsOf(orderOf([bought], [refundRow({ quantity: 1 })]))).toMatchObject([{ netFen: 50 }])
  const thirds = orderRow({ quantity: 6, milliYuan: 1_000 })
  const each = [refundRow({ quantity: 1 }), refundRow({ refundId: 'R2', quantity: 1 })]
  expect(productsOf(orderOf([thirds], each))).toMatchObject([{ netFen: 100 - 33 }])
})

test.each([
  ['more units than are left', refundRow({ refundId: 'R2', quantity: 3 }), 'more_than_bought'],
  ['a product that the order does not have', refundRow({ productId: 'cup' }), 'unknown_product'],
])('a refund of %s is left out', (_, refund, reason) => {
  expect(takeRefundRow(orderOf([orderRow()], [refundRow()]), refund)).toMatchObject({ reason })
})

test('a refund of an order that is not there is left out', () => {
  expect(takeRefundRow(undefined, refundRow())).toEqual({ reason: 'unknown_order', column: 'order_id' })
})

test('the same refund again is no news, also when nothing is left', () => {
  const order = orderOf([orderRow()], [refundRow({ quantity: 3 })])
  expect(takeRefundRow(order, refundRow({ quantity: 3 }))).toBe('unchanged')
})

const anyRow = fc
  .record({
    productId: fc.constantFrom('tea', 'cup'),
    quantity: fc.integer({ min: 1, max: 5 }),
    milliYuan: fc.integer({ min: 0, max: 99_999 }),
    isRefunded: fc.boolean(),
    referrerId: fc.constantFrom(null, 'r1', 'r2'),
    channel: fc.constantFrom(null, 'moments', 'weibo'),
    time: fc.constantFrom('', '10:00:00.000'),
    day: fc.constantFrom('2024-03-01', '2024-03-02'),
  })
  .map(({ time, day, ...facts }) => orderRow({ ...facts, when: { day, time } }))

test('what an order comes to does not depend on the order of its rows, nor on how often each comes', () => {
  const shuffled = fc
    .array(anyRow, { minLength: 1, maxLength: 8 })
    .chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 })),
    )
  fc.assert(
    fc.property(shuffled, ([rows, again]) => {
      expect(importedPurchase(orderOf(again))).toEqual(importedPurchase(orderOf(rows)))
    }),
  )
})

test('refunds never take more than was paid, each leaves no more than the one before, and all units back leave nothing', () => {
  const bought = fc.array(anyRow, { minLength: 1, maxLength: 5 })
  const returned = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 })
  fc.assert(
    fc.property(bought, returned, (rows, quantities) => {
      let order = orderOf(rows)
      for (const [at, quantity] of quantities.entries()) {
        const before = productsOf(order)
        const taken = takeRefundRow(order, refundRow({ productId: 'tea', quantity, refundId: `R${at}` }))
        if (!isOrder(taken)) continue
        order = taken
        for (const [index, { quantity: left, netFen }] of productsOf(order).entries()) {
          expect(netFen).toBeLessThanOrEqual(before[index]?.netFen ?? -1)
          expect(netFen).toBeGreaterThanOrEqual(0)
          if (left === 0) expect(netFen).toBe(0)
        }
      }
    }),
  )
})

test('every change of an order raises the number of its event', () => {
  const order = orderOf([orderRow()])
  const changed = after(order, takeRefundRow(order, refundRow()))
  expect(importedPurchase(order).eventNumber).toBe(1)
  expect(changed && importedPurchase(changed).eventNumber).toBe(2)
})
