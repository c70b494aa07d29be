import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isPurchase,
  linesByProduct,
  mergeHistories,
  noPurchases,
  type PurchaseHistory,
  record,
} from '../../../domain/repurchase/history.ts'
import { historyWeightMax, weigh } from '../../../domain/repurchase/history-weight.ts'
import { rebuildHistories, toldBy } from '../../../functions/repurchase/rebuild.ts'
import { customerId, deliveries, historyOf, imported, productId, purchase, shopId } from './purchases.ts'

const told = (...facts: Parameters<typeof purchase>) => toldBy(purchase(...facts)).purchase

test('an event that is known already changes nothing', () => {
  expect(record(historyOf(purchase()), told())).toBe('unchanged')
})

test('a later event of an order overrules the earlier one, in both orders of arrival', () => {
  const [paid, refunded] = [purchase({ netPaidFen: 500 }), purchase({ eventNumber: 4, netPaidFen: 200 })]
  const history = historyOf(paid, refunded)
  expect(history.purchases).toEqual([expect.objectContaining({ eventNumber: 4, netPaidFen: 200 })])
  expect(historyOf(refunded, paid)).toEqual(history)
})

test('a history keeps orders by their day and moment, not by their arrival', () => {
  const history = historyOf(
    purchase({ order: 1, day: '2026-03-09' }),
    purchase({ order: 2, day: '2026-03-02' }),
    imported('later', '2026-03-02', { at: '2026-03-02T05:00:00.000Z' }),
    imported('day only', '2026-03-02'),
  )
  const orders = history.purchases.map(({ orderId }) => orderId)
  expect(orders).toEqual(['day only', told({ order: 2 }).orderId, 'later', told({ order: 1 }).orderId])
})

test('the same events lead to the same histories, whatever is repeated or reordered', () => {
  const inOrder = (events: ReturnType<typeof purchase>[]) =>
    [...new Map(events.map((stored) => [stored.eventId, stored])).values()].sort((a, b) =>
      a.eventId < b.eventId ? -1 : 1,
    )
  const byOwner = (events: ReturnType<typeof purchase>[]) =>
    new Map(rebuildHistories(events.map(toldBy)).map((history) => [`${history.shopId} ${history.customerId}`, history]))
  fc.assert(
    fc.property(deliveries, (events) => {
      expect(byOwner(events)).toEqual(byOwner(inOrder(events)))
    }),
  )
})

/** As many purchases as a history takes, of one product each. */
function fullHistory(): PurchaseHistory {
  const [first] = historyOf(purchase()).purchases
  if (first === undefined) throw new Error('No purchase')
  const purchases = [first]
  const one = weigh([first, { ...first, orderId: told({ order: 2 }).orderId }]) - weigh([first])
  const room = Math.floor((historyWeightMax - weigh([first])) / one)
  for (let order = 2; order < room + 2; order++) purchases.push(told({ order }))
  return { ...noPurchases(shopId(), customerId(1)), purchases }
}

test('names weigh their bytes in UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (channel) => {
      const weightWith = (text: string | null) => weigh([{ ...imported('1', '2026-03-01'), channel: text }])
      expect(weightWith(channel) - weightWith(null)).toBe(Buffer.byteLength(channel) + 4)
    }),
  )
})

test('a full history takes no other order, and still follows those that it holds', () => {
  const full = fullHistory()
  expect(full.purchases.length).toBeGreaterThan(3_000)
  expect(record(full, told({ order: 900_000 }))).toBe('full')
  const refunded = record(full, told({ order: 7, eventNumber: 2, netPaidFen: 0 }))
  expect(refunded).toMatchObject({ purchases: { length: full.purchases.length } })
  expect(refunded).not.toEqual(full)
})

test('two histories that one cannot hold are not merged', () => {
  expect(mergeHistories({ ...fullHistory(), customerId: 'other' }, historyOf(purchase()))).toBe('full')
})

test('a merge has the orders of both, each by its last event, under the name of the second', () => {
  const from = { ...historyOf(purchase({ order: 1 }), purchase({ order: 2, netPaidFen: 5 })), customerId: 'old' }
  const into = historyOf(purchase({ order: 3 }), purchase({ order: 2, eventNumber: 2, netPaidFen: 0 }))
  const merged = mergeHistories(from, into)
  expect(merged).toEqual({
    ...into,
    purchases: historyOf(
      purchase({ order: 1 }),
      purchase({ order: 2, eventNumber: 2, netPaidFen: 0 }),
      purchase({ order: 3 }),
    ).purchases,
  })
  expect(() => mergeHistories(into, into)).toThrow('two histories')
})

test('several variants of a product are one line of it', () => {
  const line = { productId: productId(2), quantity: 1, netFen: 30, nonGoods: false }
  const other = { ...line, productId: productId(1) }
  expect(linesByProduct([line, other, { ...line, quantity: 2, netFen: 12 }])).toEqual([
    other,
    { ...line, quantity: 3, netFen: 42 },
  ])
})

test('an order counts while something of it is kept: an amount, or of an imported one a unit', () => {
  expect(isPurchase(told({ netPaidFen: 1 }))).toBe(true)
  expect(isPurchase(told({ netPaidFen: 0 }))).toBe(false)
  expect(isPurchase(told({ excluded: true }))).toBe(false)
  expect(isPurchase(imported('gift', '2026-03-01', { netPaidFen: 0 }))).toBe(true)
  const lines = [{ productId: 'CD', quantity: 0, netFen: 0, nonGoods: false }]
  expect(isPurchase(imported('returned', '2026-03-01', { netPaidFen: 0, lines }))).toBe(false)
})
