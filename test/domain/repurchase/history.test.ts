import fc from 'fast-check'
import { expect, test } from 'vitest'
import { purchasesMax, record } from '../../../domain/repurchase/history.ts'
import { rebuildHistories } from '../../../functions/repurchase/rebuild.ts'
import { deliveries, historyOf, purchase } from './purchases.ts'

test('an event that is known already changes nothing', () => {
  expect(record(historyOf(purchase()), purchase())).toBe('unchanged')
})

test('a later event of an order overrules the earlier one, in both orders of arrival', () => {
  const [paid, refunded] = [purchase({ netPaidFen: 500 }), purchase({ eventNumber: 4, netPaidFen: 200 })]
  const history = historyOf(paid, refunded)
  expect(history?.purchases).toEqual([expect.objectContaining({ eventNumber: 4, netPaidFen: 200 })])
  expect(historyOf(refunded, paid)).toEqual(history)
})

test('a history keeps orders by their day, not by their arrival', () => {
  const history = historyOf(purchase({ order: 1, day: '2026-03-09' }), purchase({ order: 2, day: '2026-03-02' }))
  expect(history?.purchases.map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-09'])
})

test('the same events lead to the same histories, whatever is repeated or reordered', () => {
  const inOrder = (events: ReturnType<typeof purchase>[]) =>
    [...new Map(events.map((stored) => [stored.eventId, stored])).values()].sort((a, b) =>
      a.eventId < b.eventId ? -1 : 1,
    )
  const byOwner = (histories: ReturnType<typeof rebuildHistories>) =>
    new Map(histories.map((history) => [`${history.shopId} ${history.customerId}`, history]))
  fc.assert(
    fc.property(deliveries, (events) => {
      expect(byOwner(rebuildHistories(events))).toEqual(byOwner(rebuildHistories(inOrder(events))))
    }),
  )
})

test('a full history takes no other order, and still follows those that it holds', () => {
  const purchases = Array.from({ length: purchasesMax }, (_, at) => {
    const { eventNumber, event } = purchase({ order: at + 1 })
    return { ...event, eventNumber }
  })
  const { shopId, customerId } = purchase().event
  const full = { shopId, customerId, purchases }
  expect(record(full, purchase({ order: purchasesMax + 1 }))).toBe('full')
  const refunded = record(full, purchase({ order: 7, eventNumber: 2, netPaidFen: 0 }))
  expect(refunded).toMatchObject({ purchases: { length: purchasesMax } })
  expect(refunded).not.toEqual(full)
})

test('a history takes no purchase of another customer', () => {
  expect(() => record(historyOf(purchase()), purchase({ customer: 2, order: 2 }))).toThrow('one customer')
})
