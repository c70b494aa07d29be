import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attribute, commissionTerms } from '../../../domain/referrals/attribution.ts'
import { commissionFen } from '../../../domain/referrals/commission.ts'
import { compareTerms, type ReplayedOrder, replay } from '../../../domain/referrals/dry-run.ts'
import { amountMaxFen, commissionRateMaxBps } from '../../../domain/shared/fen.ts'
import { addDays } from '../../../domain/shared/time.ts'
import { customerId, productId, skuId } from '../shared/ids.ts'

const placedAt = '2026-03-01T08:00:00.000Z'
const buyerId = customerId(1)
const channel = 'group'
const codeOf = (number: number) => `link0000000${number}`
type Seen = { readonly by: number; readonly daysAgo: number }
type Facts = {
  readonly visits?: readonly Seen[]
  readonly introducedBy?: number | undefined
  readonly isStaff?: boolean
  readonly windowDays?: number
  readonly lines?: readonly { readonly netFen: number; readonly rateBps: number }[]
  readonly capFen?: number | undefined
}

/** An order as it was placed and paid: what it earned follows by the live functions. */
function ordered(facts: Facts): ReplayedOrder {
  const { visits = [], introducedBy, isStaff = false, windowDays = 30, capFen } = facts
  const introduction =
    introducedBy === undefined
      ? null
      : { introducerId: customerId(introducedBy), linkCode: codeOf(1), channel, introducedAt: addDays(placedAt, -90) }
  const seen = visits.map(({ by, daysAgo }) => ({
    ...{ linkCode: codeOf(by), referrerId: customerId(by), channel },
    lastAt: addDays(placedAt, -daysAgo),
  }))
  const attribution = attribute({ customerId: buyerId, isStaff, introduction }, seen, windowDays, placedAt)
  const lines = (facts.lines ?? [{ netFen: 3_000, rateBps: 1_000 }]).map(({ netFen, rateBps }, at) => ({
    ...{ productId: productId(at + 1), skuId: skuId(at + 1), netFen, commissionRateBps: rateBps },
  }))
  const terms = commissionTerms(attribution, lines, capFen)
  const earned = terms && { referrerId: terms.referrerId, fen: commissionFen(lines, terms) }
  return { customerId: buyerId, placedAt, attribution, introduction, lines, capFen, earned }
}
const earned = (by: number, fen: number) => ({ referrerId: customerId(by), fen })

describe('other terms', () => {
  const order = ordered({
    visits: [{ by: 2, daysAgo: 1 }],
    lines: [1_000, 2_000].map((netFen) => ({ netFen, rateBps: 1_000 })),
  })
  test('are a rate for all products, or for those that are named', () => {
    expect(replay(order, { rateBps: 2_000 })).toEqual(earned(2, 600))
    const products = [{ productId: productId(1), rateBps: 0 }]
    expect(replay(order, { products })).toEqual(earned(2, 200))
    expect(replay(order, { rateBps: 2_000, products })).toEqual(earned(2, 400))
    expect(replay(order, { rateBps: 0 })).toBeNull()
  })
  test('are a cap, or none', () => {
    expect(replay(order, { capFen: 100 })).toEqual(earned(2, 100))
    const capped = ordered({ visits: [{ by: 2, daysAgo: 1 }], capFen: 100 })
    expect([replay(capped, {}), replay(capped, { capFen: null })]).toEqual([earned(2, 100), earned(2, 300)])
  })
  test('are a longer or a shorter window', () => {
    const late = ordered({ visits: [{ by: 2, daysAgo: 40 }], introducedBy: 3 })
    expect([replay(late, {}), replay(late, { attributionDays: 60 })]).toEqual([earned(3, 300), earned(2, 300)])
    expect(replay(order, { attributionDays: 1 })).toEqual(earned(2, 300))
  })
  test('are the first visit in place of the last one', () => {
    const twice = ordered({
      visits: [
        { by: 2, daysAgo: 1 },
        { by: 3, daysAgo: 5 },
        { by: 4, daysAgo: 31 },
      ],
    })
    expect(replay(twice, {})).toEqual(earned(2, 300))
    expect(replay(twice, { attributionRule: 'first_visit' })).toEqual(earned(3, 300))
  })
})

test('the shop’s own people and who visits by their own link credit nobody under any terms', () => {
  const generous = { rateBps: 3_000, attributionDays: 180, attributionRule: 'first_visit', capFen: null } as const
  expect(replay(ordered({ isStaff: true, introducedBy: 3 }), generous)).toBeNull()
  expect(replay(ordered({ isStaff: true, visits: [{ by: 2, daysAgo: 1 }] }), generous)).toBeNull()
  expect(replay(ordered({ visits: [{ by: 1, daysAgo: 1 }] }), generous)).toBeNull()
})

test('an introduction that came after the order credits nobody with it', () => {
  const order = ordered({})
  const introduction = { introducerId: customerId(3), linkCode: codeOf(1), channel, introducedAt: addDays(placedAt, 1) }
  expect(replay({ ...order, introduction }, {})).toBeNull()
})

const someFacts = fc.record({
  visits: fc.array(fc.record({ by: fc.integer({ min: 1, max: 5 }), daysAgo: fc.nat(60) }), { maxLength: 6 }),
  introducedBy: fc.option(fc.integer({ min: 2, max: 5 }), { nil: undefined }),
  isStaff: fc.boolean(),
  windowDays: fc.integer({ min: 1, max: 90 }),
  lines: fc.array(
    fc.record({
      netFen: fc.nat(amountMaxFen / 5),
      rateBps: fc.integer({ min: 0, max: commissionRateMaxBps }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  capFen: fc.option(fc.integer({ min: 1, max: amountMaxFen / 10 }), { nil: undefined }),
})

test('under the terms that they had all earn what they earned, whatever the orders', () => {
  fc.assert(
    fc.property(fc.array(someFacts, { maxLength: 10 }), (facts) => {
      const orders = facts.map(ordered)
      for (const order of orders) expect(replay(order, {})).toEqual(order.earned)
      expect(compareTerms(orders, {}).referrers.every(({ differenceFen }) => differenceFen === 0)).toBe(true)
    }),
  )
})

test('the sums of parts are the sums of the whole, and what one gets more is what the totals say', () => {
  const terms = fc.record(
    {
      rateBps: fc.integer({ min: 0, max: commissionRateMaxBps }),
      capFen: fc.option(fc.integer({ min: 1, max: amountMaxFen / 10 })),
      attributionDays: fc.integer({ min: 1, max: 180 }),
      attributionRule: fc.constantFrom('last_visit' as const, 'first_visit' as const),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(someFacts, { maxLength: 10 }), fc.nat(10), terms, (facts, cut, other) => {
      const orders = facts.map(ordered)
      const whole = compareTerms(orders, other)
      const parts = [compareTerms(orders.slice(0, cut), other), compareTerms(orders.slice(cut), other)]
      for (const field of ['orders', 'earnedFen', 'wouldEarnFen', 'differenceFen'] as const)
        expect(parts.reduce((sum, part) => sum + part[field], 0)).toBe(whole[field])
      expect(whole.differenceFen).toBe(whole.wouldEarnFen - whole.earnedFen)
    }),
  )
})
