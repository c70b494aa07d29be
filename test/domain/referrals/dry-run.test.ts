import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attribute, commissionTerms } from '../../../domain/referrals/attribution.ts'
import { commissionFen } from '../../../domain/referrals/commission.ts'
import {
  compareTerms,
  type OtherTerms,
  type ReplayedOrder,
  type ReplayedSecond,
  replay as replayAll,
} from '../../../domain/referrals/dry-run.ts'
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
const replay = (order: ReplayedOrder, terms: OtherTerms) => replayAll(order, terms).direct
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

describe('the second level', () => {
  const introducer = (of: number) => ({ customerId: customerId(of), isStaff: false })
  const second = (over: Partial<ReplayedSecond> = {}): ReplayedSecond => ({
    frozen: { referrerId: customerId(12), rateBps: 500 },
    ...{ rateBps: 300, earned: earned(12, 150) },
    introducers: new Map([
      [customerId(2), introducer(12)],
      [customerId(3), introducer(13)],
    ]),
    ...over,
  })
  const visits = [
    { by: 2, daysAgo: 1 },
    { by: 3, daysAgo: 5 },
  ]
  const order = { ...ordered({ visits }), second: second() }
  const secondOf = (terms: OtherTerms, over: Partial<ReplayedSecond> = {}) =>
    replayAll({ ...order, second: second(over) }, terms).second
  test('is who and what was frozen on the order, or another rate', () => {
    expect([secondOf({}), secondOf({ secondLevelRateBps: 1_000 })]).toEqual([earned(12, 150), earned(12, 300)])
    expect([secondOf({ secondLevelRateBps: 0 }), secondOf({ rateBps: 0 })]).toEqual([null, null])
    expect(secondOf({}, { frozen: null })).toBeNull()
    expect(secondOf({ secondLevelRateBps: 1_000 }, { frozen: null })).toEqual(earned(12, 300))
  })
  test('goes with whoever would be credited, to who had introduced that one', () => {
    expect(secondOf({ attributionRule: 'first_visit' })).toEqual(earned(13, 150))
    expect(secondOf({ attributionRule: 'first_visit' }, { frozen: null })).toEqual(earned(13, 90))
    expect(secondOf({ attributionRule: 'first_visit' }, { introducers: new Map() })).toBeNull()
  })
  test('has of the cap what the referrer leaves', () => {
    expect(secondOf({ capFen: 400 })).toEqual(earned(12, 100))
    expect(secondOf({ capFen: 300 })).toEqual(earned(12, 0))
  })
  test('is compared beside the referrers, and is not there where no order could have one', () => {
    const sums = { earnedFen: 150, wouldEarnFen: 300, differenceFen: 150 }
    const whole = compareTerms([order], { secondLevelRateBps: 1_000 })
    expect(whole).toMatchObject({ earnedFen: 300, wouldEarnFen: 300 })
    expect(whole.second).toEqual({
      orders: 1,
      ...sums,
      referrers: [{ referrerId: customerId(12), orders: 1, ...sums }],
    })
    expect(compareTerms([ordered({ visits })], { rateBps: 2_000 })).not.toHaveProperty('second')
  })
})

test('who took no part in referrals is credited under no terms', () => {
  const facts = ordered({ visits: [{ by: 2, daysAgo: 1 }], introducedBy: 3 })
  const seen = [
    { linkCode: codeOf(2), referrerId: customerId(2), channel, lastAt: addDays(placedAt, -1), isVoid: true },
  ]
  const introduction = facts.introduction && { ...facts.introduction, isVoid: true }
  const attribution = attribute({ customerId: buyerId, isStaff: false, introduction }, seen, 30, placedAt)
  const order = { ...facts, attribution, earned: null }
  for (const terms of [{}, { attributionDays: 180 }, { attributionRule: 'first_visit' as const, rateBps: 3_000 }])
    expect(replay(order, terms)).toBeNull()
  const late = { ...seen[0], linkCode: codeOf(4), referrerId: customerId(4), channel, lastAt: addDays(placedAt, -40) }
  const wider = attribute(
    { customerId: buyerId, isStaff: false, introduction },
    [...seen, { ...late, isVoid: false }],
    30,
    placedAt,
  )
  expect(replay({ ...order, attribution: wider }, { attributionDays: 60 })).toEqual(earned(4, 300))
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
