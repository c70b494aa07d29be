import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ScopeFigures } from '../../../domain/repurchase/figure-shapes.ts'
import {
  byRepeatBuyers,
  channelFigures,
  cycleGapsMin,
  productFigures,
  scopeFigures,
} from '../../../domain/repurchase/figures.ts'
import type { PurchaseHistory } from '../../../domain/repurchase/history.ts'
import { totalsOf } from '../../../domain/repurchase/series.ts'
import { rebuildHistories, toldBy } from '../../../functions/repurchase/rebuild.ts'
import { countAll } from './brute-force.ts'
import { deliveries, guestHistory, historyOf, imported, productId, purchase, seriesFrom, shopId } from './purchases.ts'

const figuresOf = (histories: readonly PurchaseHistory[], asOf: string) => scopeFigures(seriesFrom(histories, asOf))
const bought = (...days: string[]) => historyOf(...days.map((day, at) => purchase({ order: at + 1, day })))

test('the figures as of any day are those counted over the purchases up to it', () => {
  const day = fc
    .integer({ min: 0, max: 600 })
    .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10))
  fc.assert(
    fc.property(deliveries, day, (events, asOf) => {
      const histories = rebuildHistories(events.map(toldBy)).filter((history) => history.shopId === shopId())
      const figures = figuresOf(histories, asOf)
      expect(figures).toMatchObject(countAll(histories, asOf))
      expect(ScopeFigures.parse(figures)).toEqual(figures)
    }),
  )
})

test('the orders of guests are among orders and amounts of whole and months, and in no figure of customers', () => {
  const guests = fc.array(
    fc.record({ day: fc.constantFrom('2025-12-30', '2026-02-03', '2026-03-01'), netPaidFen: fc.nat(500) }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(deliveries, guests, (events, orders) => {
      const asOf = '2026-12-31'
      const known = rebuildHistories(events.map(toldBy)).filter((history) => history.shopId === shopId())
      const unknown = orders.map(({ day, netPaidFen }, at) => guestHistory(imported(`G${at}`, day, { netPaidFen })))
      const [without, all] = [figuresOf(known, asOf), figuresOf([...known, ...unknown], asOf)]
      expect(all).toMatchObject(countAll([...known, ...unknown], asOf))
      const { orders: _orders, amountFen: _amount, months: _months, ...ofCustomers } = all
      expect(without).toMatchObject(ofCustomers)
      expect(all.orders).toBe(without.orders + orders.length)
    }),
  )
})

test('a shop without purchases has zeros, no rates and no months', () => {
  expect(figuresOf([], '2026-03-01')).toMatchObject({
    customers: 0,
    repurchaseRateByDay: null,
    interval95: { repurchaseRateByDay: { n: 0, low: null, high: null } },
    secondPurchase: { n: 0, median: null },
    withinDays: { 30: { within: 0, eligible: 0, rateAll: null, rateEligible: null } },
    histogram: { byOrders: {}, byDays: {} },
    months: {},
    cohorts: {},
  })
})

test('who bought a moment ago is in the whole and not yet among those whose window is over', () => {
  const histories = [bought('2026-01-01', '2026-01-20'), bought('2026-03-01')]
  expect(figuresOf(histories, '2026-03-30').withinDays['30']).toMatchObject({ within: 1, eligible: 1, rateEligible: 1 })
  expect(figuresOf(histories, '2026-03-31').withinDays['30']).toMatchObject({ within: 1, eligible: 2, rateAll: 0.5 })
})

test('a month that is not over has what is there so far, and no cell of a cohort', () => {
  const histories = [bought('2026-01-05', '2026-02-03')]
  const { months, cohorts } = figuresOf(histories, '2026-02-27')
  expect(months['2026-02']).toMatchObject({ orders: 1, activeLastMonth: 1, boughtNextMonth: null })
  expect(months['2026-01']?.boughtNextMonth).toBeNull()
  expect(cohorts['2026-01']).toEqual({ size: 1, active: [1, null], everBackBy: [0, null] })
  expect(figuresOf(histories, '2026-02-28').cohorts['2026-01']?.active).toEqual([1, 1])
})

test('a month without purchases is there, with everybody inactive', () => {
  const { months } = figuresOf([bought('2026-01-05', '2026-03-03')], '2026-03-31')
  expect(months['2026-02']).toMatchObject({ customers: 0, inactive: 1, repurchaseRateByDay: null })
  expect(months['2026-03']).toMatchObject({ activeLastMonth: 0, returnedAfterGap: 1 })
})

test('a product has no cycle before there are enough gaps to tell', () => {
  const days = Array.from({ length: cycleGapsMin + 1 }, (_, at) => `2026-03-${String(1 + 2 * at).padStart(2, '0')}`)
  const of = (history: PurchaseHistory) =>
    productFigures('tea', totalsOf(seriesFrom([history], '2026-04-01', { kind: 'product', id: productId(1) })))
  expect(of(bought(...days.slice(1))).cycle).toBeNull()
  expect(of(bought(...days))).toMatchObject({ buyers: 1, repeatBuyers: 1, rate: 1, cycle: { n: 10, median: 2 } })
})

test('what a channel cost is held against its orders, its customers and those of them who came back', () => {
  const totals = new Map([
    ['orders.1', 3],
    ['days.1', 3],
    ['days.2', 2],
    ['attributedFen', 12_500],
  ] as const)
  const cost = (spentFen: number, of: Parameters<typeof channelFigures>[1] = totals) =>
    channelFigures('moments', of, spentFen)
  const told = { spentFen: 5_000, returnOnSpend: 2.5, costPerCustomerFen: 1_667, costPerRepeatCustomerFen: 2_500 }
  expect(cost(5_000)).toMatchObject(told)
  const unknown = { returnOnSpend: null, costPerCustomerFen: null, costPerRepeatCustomerFen: null }
  expect(cost(0)).toMatchObject({ spentFen: 0, ...unknown })
  expect(cost(5_000, new Map())).toMatchObject({ ...unknown, returnOnSpend: 0 })
})

test('products are ranked by repeat buyers, then by buyers, then by name', () => {
  const product = (id: string, repeatBuyers: number, buyers: number) => ({
    ...productFigures(id, new Map()),
    repeatBuyers,
    buyers,
  })
  const list = [product('d', 1, 9), product('b', 2, 3), product('a', 2, 3), product('c', 2, 5)]
  expect(list.sort(byRepeatBuyers).map((each) => each.productId)).toEqual(['c', 'a', 'b', 'd'])
})
