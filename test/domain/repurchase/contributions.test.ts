import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cell, countsOf, difference, type Scope, shopScope, sumCells } from '../../../domain/repurchase/cells.ts'
import { contributions } from '../../../domain/repurchase/contributions.ts'
import { noPurchases, type PurchaseHistory, record } from '../../../domain/repurchase/history.ts'
import { rebuildHistories, toldBy } from '../../../functions/repurchase/rebuild.ts'
import {
  deliveries,
  guestHistory,
  historyOf,
  imported,
  productId,
  purchase,
  referrerId,
  type Told,
} from './purchases.ts'

/** What a customer adds in one scope: `day figure` → value. */
const cellsIn = (scope: Scope, ...events: Told[]) =>
  Object.fromEntries(
    countsOf(contributions(historyOf(...events)), scope).map(([day, figure, value]) => [`${day} ${figure}`, value]),
  )
const cells = (...events: Told[]) => cellsIn(shopScope, ...events)
const ofProduct = (number: number): Scope => ({ kind: 'product', id: productId(number) })

test('one order makes a customer with one purchase day, counted on that day', () => {
  expect(cells(purchase({ netPaidFen: 990 }))).toEqual({
    '2026-03-01 orders.1': 1,
    '2026-03-01 days.1': 1,
    '2026-03-01 amountFen': 990,
    '2026-03-01 first': 1,
    '2026-03-01 cohort.2026-03': 1,
  })
})

test('two orders on one day repeat by order and not by day', () => {
  expect(cells(purchase({ order: 1 }), purchase({ order: 2 }))).toEqual({
    '2026-03-01 orders.1': 1,
    '2026-03-01 orders.2': 1,
    '2026-03-01 days.1': 1,
    '2026-03-01 amountFen': 200,
    '2026-03-01 first': 1,
    '2026-03-01 cohort.2026-03': 1,
    '2026-03-01 repeatInMonthByOrder': 1,
    '2026-03-01 returning': 1,
  })
})

test('who comes back is counted on the day of it, and inside windows on the day of the first purchase', () => {
  const days = ['2026-03-20', '2026-02-27', '2026-03-09']
  const counted = cells(...days.map((day, at) => purchase({ order: at + 1, day })))
  expect(counted).toMatchObject({
    '2026-02-27 days.1': 1,
    '2026-03-09 days.2': 1,
    '2026-03-20 days.3': 1,
    '2026-03-09 gap.10': 1,
    '2026-03-09 back.2026-02': 1,
    '2026-02-27 within.14': 1,
    '2026-02-27 within.365': 1,
    '2026-03-09 cohort.2026-02': 1,
    '2026-03-09 activeLastMonth': 1,
    '2026-03-09 returning': 1,
    '2026-03-20 repeatInMonthByDay': 1,
  })
  expect(counted).not.toHaveProperty(['2026-02-27 within.7'])
  expect(counted).not.toHaveProperty(['2026-03-20 gap.11'])
})

test('a refund in part takes its amount and leaves the order', () => {
  const counted = cells(purchase({ netPaidFen: 500 }), purchase({ eventNumber: 2, netPaidFen: 1 }))
  expect(counted).toEqual(cells(purchase({ netPaidFen: 1 })))
})

test('a full refund makes all figures as if the order had never been', () => {
  const [first, second] = [purchase({ order: 1, day: '2026-03-01' }), purchase({ order: 2, day: '2026-03-05' })]
  const refundOfFirst = purchase({ order: 1, eventNumber: 2, day: '2026-03-01', netPaidFen: 0 })
  const third = purchase({ order: 3, day: '2026-03-15' })
  expect(cells(first, second, third)['2026-03-05 gap.4']).toBe(1)
  expect(cells(first, second, third, refundOfFirst)).toEqual(cells(second, third))
  expect(contributions(historyOf(first, refundOfFirst)).size).toBe(0)
})

test('orders of the shop’s own people count nowhere', () => {
  expect(contributions(historyOf(purchase({ order: 1, excluded: true, introducer: 1, channel: 'group' }))).size).toBe(0)
  expect(cells(purchase({ order: 1 }), purchase({ order: 2, excluded: true }))).toEqual(cells(purchase({ order: 1 })))
})

test('all purchases of an introduced customer count for the introducer and over all shops as they do for the shop', () => {
  const events = [purchase({ order: 1 }), purchase({ order: 2, day: '2026-03-09', introducer: 1 })]
  expect(cellsIn({ kind: 'referrer', id: referrerId(1) }, ...events)).toEqual(cells(...events))
  expect(cellsIn({ kind: 'platform', id: '' }, ...events)).toEqual(cells(...events))
})

test('an introduction outlives the refund of the order that told of it', () => {
  const refunded = purchase({ order: 1, introducer: 1, netPaidFen: 0, eventNumber: 2 })
  const events = [refunded, purchase({ order: 2, day: '2026-03-09' })]
  expect(cellsIn({ kind: 'referrer', id: referrerId(1) }, ...events)).toEqual(cells(...events))
})

test('a customer belongs to the channel of the first purchase; each order is credited to its own', () => {
  const events = [
    purchase({ order: 1, day: '2026-03-01', channel: 'group' }),
    purchase({ order: 2, day: '2026-03-09', channel: 'moments', netPaidFen: 70 }),
  ]
  expect(cellsIn({ kind: 'channel', id: 'group' }, ...events)).toEqual({
    ...cells(...events),
    '2026-03-01 attributedOrders': 1,
    '2026-03-01 attributedFen': 100,
  })
  expect(cellsIn({ kind: 'channel', id: 'moments' }, ...events)).toEqual({
    '2026-03-09 attributedOrders': 1,
    '2026-03-09 attributedFen': 70,
  })
})

test('a product has its buyers, who bought it again, and the days between', () => {
  const events = [
    purchase({ order: 1, day: '2026-03-01', products: [1, 2], netPaidFen: 101 }),
    purchase({ order: 2, day: '2026-03-08', products: [2] }),
    purchase({ order: 3, day: '2026-03-20', products: [1] }),
    purchase({ order: 4, day: '2026-03-21', products: [1] }),
  ]
  expect(cellsIn(ofProduct(1), ...events)).toEqual({
    '2026-03-01 days.1': 1,
    '2026-03-01 units': 1,
    '2026-03-01 amountFen': 51,
    '2026-03-20 days.2': 1,
    '2026-03-20 gap.19': 1,
    '2026-03-20 units': 1,
    '2026-03-20 amountFen': 100,
    '2026-03-21 gap.1': 1,
    '2026-03-21 units': 1,
    '2026-03-21 amountFen': 100,
  })
  expect(cellsIn(ofProduct(2), ...events)['2026-03-08 gap.7']).toBe(1)
})

test('a product loses its buyer with what was paid for it; postage has none', () => {
  const kept = purchase({ order: 1, products: [1, 2], netPaidFen: 1 })
  expect(cellsIn(ofProduct(2), kept)).toEqual({})
  expect(cellsIn(ofProduct(1), purchase({ nonGoods: true }))).toEqual({})
})

test('an imported gift has a buyer, and a name from outside passes through', () => {
  const scope: Scope = { kind: 'product', id: '茶/100#g' }
  const lines = [{ productId: scope.id, quantity: 2, netFen: 0, nonGoods: false }]
  expect(cellsIn(scope, imported('1', '2026-03-01', { netPaidFen: 0, lines }))).toEqual({
    '2026-03-01 days.1': 1,
    '2026-03-01 units': 2,
  })
})

test('the order of a guest adds to orders, amounts and units and to what a channel won, and makes nobody a customer', () => {
  const lines = [{ productId: 'tea', quantity: 2, netFen: 90, nonGoods: false }]
  const facts = { netPaidFen: 90, lines, channel: 'group', introducerId: referrerId(1), referrerId: referrerId(1) }
  const added = contributions(guestHistory(imported('G1', '2026-03-01', facts)))
  expect(Object.fromEntries(added)).toEqual({
    'shop//2026-03-01/guestOrders': 1,
    'shop//2026-03-01/amountFen': 90,
    'platform//2026-03-01/guestOrders': 1,
    'platform//2026-03-01/amountFen': 90,
    'channel/group/2026-03-01/attributedOrders': 1,
    'channel/group/2026-03-01/attributedFen': 90,
    'product/tea/2026-03-01/units': 2,
    'product/tea/2026-03-01/amountFen': 90,
  })
})

test('a guest’s order that went back whole adds nothing', () => {
  const lines = [{ productId: 'tea', quantity: 0, netFen: 0, nonGoods: false }]
  expect(contributions(guestHistory(imported('G1', '2026-03-01', { netPaidFen: 0, lines }))).size).toBe(0)
})

test('the difference of two sets of cells is only what has changed', () => {
  const before = new Map<Cell, number>([
    ['shop//2026-03-01/first', 1],
    ['shop//2026-03-01/orders.2', 2],
    ['shop//2026-03-01/gap.4', 1],
  ])
  const after = new Map<Cell, number>([
    ['shop//2026-03-01/first', 1],
    ['shop//2026-03-01/orders.2', 3],
    ['shop//2026-03-01/gap.9', 1],
  ])
  expect(Object.fromEntries(difference(before, after))).toEqual({
    'shop//2026-03-01/orders.2': 1,
    'shop//2026-03-01/gap.9': 1,
    'shop//2026-03-01/gap.4': -1,
  })
})

test('running cells equal rebuilt cells and are never negative, whatever is refunded, repeated or reordered', () => {
  fc.assert(
    fc.property(deliveries, (events) => {
      const histories = new Map<string, PurchaseHistory>()
      const running = new Map<Cell, number>()
      for (const { shopId, customerId, purchase } of events.map(toldBy)) {
        const whose = `${shopId} ${customerId}`
        const before = histories.get(whose) ?? noPurchases(shopId, customerId)
        const after = record(before, purchase)
        if (typeof after === 'string') continue
        histories.set(whose, after)
        for (const [cell, change] of difference(contributions(before), contributions(after))) {
          running.set(cell, (running.get(cell) ?? 0) + change)
          expect(running.get(cell)).toBeGreaterThanOrEqual(0)
        }
      }
      const rebuilt = sumCells(rebuildHistories(events.map(toldBy)).map(contributions))
      expect(new Map([...running].filter(([, value]) => value !== 0))).toEqual(rebuilt)
    }),
  )
})
