import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Cell,
  type Counter,
  cellOf,
  contributions,
  counters,
  difference,
} from '../../../domain/repurchase/contributions.ts'
import { type PurchaseHistory, record } from '../../../domain/repurchase/history.ts'
import { rebuildCells, rebuildHistories } from '../../../functions/repurchase/rebuild.ts'
import { deliveries, historyOf, purchase, referrerId, shopId } from './purchases.ts'

const cells = (...events: ReturnType<typeof purchase>[]) => Object.fromEntries(contributions(historyOf(...events)))

test('one order makes a customer with one purchase day', () => {
  expect(cells(purchase({ netPaidFen: 990 }))).toEqual({
    'shop/customers': 1,
    'shop/orders': 1,
    'shop/purchaseDays': 1,
    'shop/amountFen': 990,
  })
})

test('two orders on one day repeat by order and not by day', () => {
  expect(cells(purchase({ order: 1 }), purchase({ order: 2 }))).toEqual({
    'shop/customers': 1,
    'shop/orders': 2,
    'shop/purchaseDays': 1,
    'shop/amountFen': 200,
    'shop/repeatCustomersByOrder': 1,
  })
})

test('orders on three days count once as a second purchase, after the days from first to second', () => {
  const days = ['2026-03-20', '2026-02-27', '2026-03-01']
  expect(cells(...days.map((day, at) => purchase({ order: at + 1, day })))).toEqual({
    'shop/customers': 1,
    'shop/orders': 3,
    'shop/purchaseDays': 3,
    'shop/amountFen': 300,
    'shop/repeatCustomersByOrder': 1,
    'shop/repeatCustomersByDay': 1,
    'shop/secondPurchase.2': 1,
  })
})

test('a refund in part takes its amount and leaves the order', () => {
  const counted = cells(purchase({ netPaidFen: 500 }), purchase({ eventNumber: 2, netPaidFen: 1 }))
  expect(counted).toEqual(cells(purchase({ netPaidFen: 1 })))
})

test('a full refund makes all figures as if the order had never been', () => {
  const [first, second] = [purchase({ order: 1, day: '2026-03-01' }), purchase({ order: 2, day: '2026-03-05' })]
  const refundOfFirst = purchase({ order: 1, eventNumber: 2, day: '2026-03-01', netPaidFen: 0 })
  const third = purchase({ order: 3, day: '2026-03-15' })
  expect(cells(first, second, third)['shop/secondPurchase.4']).toBe(1)
  expect(cells(first, second, third, refundOfFirst)).toEqual(cells(second, third))
  expect(cells(first, refundOfFirst)).toEqual({})
})

test('orders of the shop’s own people count nowhere', () => {
  expect(cells(purchase({ order: 1, excluded: true, introducer: 1 }))).toEqual({})
  expect(cells(purchase({ order: 1 }), purchase({ order: 2, excluded: true }))).toEqual(cells(purchase({ order: 1 })))
})

test('all purchases of an introduced customer count for the introducer as they do for the shop', () => {
  const counted = cells(purchase({ order: 1 }), purchase({ order: 2, day: '2026-03-09', introducer: 1 }))
  const ofShop = Object.entries(counted).filter(([cell]) => cell.startsWith('shop/'))
  expect(ofShop).toHaveLength(7)
  for (const [cell, value] of ofShop) expect(counted[cell.replace('shop', referrerId(1))]).toBe(value)
  expect(Object.keys(counted)).toHaveLength(14)
})

test('an introduction outlives the refund of the order that told of it', () => {
  const refunded = purchase({ order: 1, introducer: 1, netPaidFen: 0, eventNumber: 2 })
  expect(cells(refunded, purchase({ order: 2, day: '2026-03-09' }))[`${referrerId(1)}/customers`]).toBe(1)
})

test('the difference of two sets of cells is only what has changed', () => {
  const before = new Map<Cell, number>([
    ['shop/customers', 1],
    ['shop/orders', 2],
    ['shop/secondPurchase.4', 1],
  ])
  const after = new Map<Cell, number>([
    ['shop/customers', 1],
    ['shop/orders', 3],
    ['shop/secondPurchase.9', 1],
  ])
  expect(Object.fromEntries(difference(before, after))).toEqual({
    'shop/orders': 1,
    'shop/secondPurchase.4': -1,
    'shop/secondPurchase.9': 1,
  })
})

test('running cells equal rebuilt cells and are never negative, whatever is refunded, repeated or reordered', () => {
  fc.assert(
    fc.property(deliveries, (events) => {
      const histories = new Map<string, PurchaseHistory>()
      const running = new Map<string, number>()
      for (const stored of events) {
        const whose = `${stored.event.shopId} ${stored.event.customerId}`
        const before = histories.get(whose)
        const after = record(before, stored)
        if (typeof after === 'string') continue
        histories.set(whose, after)
        for (const [cell, change] of difference(contributions(before), contributions(after))) {
          const key = `${after.shopId}/${cell}`
          running.set(key, (running.get(key) ?? 0) + change)
          expect(running.get(key)).toBeGreaterThanOrEqual(0)
        }
      }
      const rebuilt = [...rebuildCells(rebuildHistories(events))].flatMap(([shopId, cells]) =>
        [...cells].map(([cell, value]) => [`${shopId}/${cell}`, value] as const),
      )
      expect(new Map([...running].filter(([, value]) => value !== 0))).toEqual(new Map(rebuilt))
    }),
  )
})

test('the figures of a shop are those counted over the last event of each order', () => {
  fc.assert(
    fc.property(deliveries, (events) => {
      const last = new Map<string, (typeof events)[number]>()
      for (const stored of events)
        if (stored.eventNumber >= (last.get(stored.event.orderId)?.eventNumber ?? 0))
          last.set(stored.event.orderId, stored)
      const ofShop = [...last.values()].map(({ event }) => event).filter((event) => event.shopId === shopId(1))
      const paid = ofShop.filter((event) => event.netPaidFen > 0 && !event.excludedFromFigures)
      const days = [...new Set(paid.map((event) => `${event.customerId} ${event.day}`))]
      const customers = [...new Set(paid.map((event) => event.customerId))]
      const repeats = (list: readonly string[]) =>
        customers.filter((customer) => list.filter((entry) => entry.startsWith(customer)).length > 1).length
      const cells = rebuildCells(rebuildHistories(events)).get(shopId(1))
      const count = (figure: Counter) => cells?.get(cellOf('shop', figure)) ?? 0
      expect(counters.map(count)).toEqual([
        customers.length,
        paid.length,
        days.length,
        paid.reduce((sum, event) => sum + event.netPaidFen, 0),
        repeats(paid.map((event) => event.customerId)),
        repeats(days),
      ])
    }),
  )
})
