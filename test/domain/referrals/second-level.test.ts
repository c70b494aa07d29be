import { expect, test } from 'vitest'
import { noteSales, reattributeOrder } from '../../../domain/referrals/order-commissions.ts'
import { secondTerms } from '../../../domain/referrals/second-level.ts'
import { credited } from '../orders/orders.ts'
import { customerId } from '../shared/ids.ts'
import { now, sale, sumOf, termsOf } from './sales.ts'

const [buyerId, directId, introducerId] = [customerId(1), customerId(50), customerId(51)]
const introducer = { customerId: introducerId, isStaff: false }

test('who introduced the credited referrer is second on the order, at the shop’s rate', () => {
  expect(secondTerms(credited, buyerId, introducer, 500)).toEqual({ referrerId: introducerId, rateBps: 500 })
})

test.each([
  ['where nobody is credited', { winner: null }, introducer, 500],
  ['where nobody introduced the referrer', credited, undefined, 500],
  ['where the shop pays none', credited, introducer, 0],
  ['of the shop’s own people', credited, { ...introducer, isStaff: true }, 500],
  ['who is the buyer', credited, { ...introducer, customerId: buyerId }, 500],
  ['who is credited already', credited, { ...introducer, customerId: directId }, 500],
])('nobody is second %s', (_, receipt, who, rateBps) => {
  expect(secondTerms(receipt, buyerId, who, rateBps)).toBeNull()
})

test('an order without a second level books what it always has: one state, and entries that name no level', () => {
  const steps = noteSales({ direct: undefined, second: undefined }, sale('order_paid', [3_000], termsOf([1_000])))
  expect(steps).toHaveLength(1)
  expect(steps.flatMap(({ after, entries }) => [after, ...entries]).filter((each) => 'level' in each)).toEqual([])
})

test('an order moved to the second’s own credit is theirs once: the direct part comes, the second part goes back', () => {
  const terms = { ...termsOf([1_000]), second: { referrerId: introducerId, rateBps: 500 } }
  const [direct, second] = noteSales({ direct: undefined, second: undefined }, sale('order_paid', [3_000], terms))
  const entries = [...(direct?.entries ?? []), ...(second?.entries ?? [])]
  expect([sumOf(entries, 'pending', terms.referrerId), sumOf(entries, 'pending', introducerId)]).toEqual([300, 150])
  const decided = { decisionId: 'd1', reason: '更正', at: now }
  const moved = reattributeOrder({ direct: direct?.after, second: second?.after }, introducerId, decided)
  const all = [...entries, ...moved.flatMap((step) => step.entries)]
  expect(new Set(all.map(({ entryId }) => entryId)).size).toBe(all.length)
  expect([sumOf(all, 'pending', terms.referrerId), sumOf(all, 'pending', introducerId)]).toEqual([0, 300])
})
