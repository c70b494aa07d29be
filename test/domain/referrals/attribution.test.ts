import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AttributionReceipt, attribute, commissionTerms } from '../../../domain/referrals/attribution.ts'
import type { Introduction } from '../../../domain/referrals/member.ts'
import type { Visit } from '../../../domain/referrals/visit.ts'
import { addDays } from '../../../domain/shared/time.ts'
import { customerId, skuId } from '../shared/ids.ts'
import { linkCode, visit } from './visits.ts'

const now = '2026-03-31T08:00:00.000Z'
const windowDays = 30
const opensAt = addDays(now, -windowDays)
const justBefore = (moment: string) => new Date(Date.parse(moment) - 1).toISOString()
const yesterday = addDays(now, -1)
const lastWeek = addDays(now, -7)

/** The buyer is customer 1. */
const buyer = { customerId: customerId(1), isStaff: false, introduction: null }
const introduction: Introduction = {
  ...{ introducerId: customerId(9), linkCode: linkCode(9), channel: 'poster', introducedAt: lastWeek },
}
const credit = (visits: readonly Visit[], change: Partial<Parameters<typeof attribute>[0]> = {}) => {
  const receipt = attribute({ ...buyer, ...change }, visits, windowDays, now)
  expect(AttributionReceipt.parse(receipt)).toEqual(receipt)
  return receipt
}
const wins = (owner: number, visitedAt: string, link = owner) => ({
  by: 'visit',
  linkCode: linkCode(link),
  referrerId: customerId(owner),
  channel: 'moments',
  visitedAt,
})
const loses = (reason: string, owner: number, visitedAt: string) => ({
  linkCode: linkCode(owner),
  referrerId: customerId(owner),
  channel: 'moments',
  visitedAt,
  reason,
})

test('nobody is credited with a buyer who came alone', () => {
  expect(credit([])).toEqual({ ruleVersion: 2, windowDays, winner: null, losers: [] })
})

test('the last visit wins; the receipt says who came earlier', () => {
  expect(credit([visit(2, lastWeek), visit(3, yesterday)])).toMatchObject({
    winner: wins(3, yesterday),
    losers: [loses('earlier_visit', 2, lastWeek)],
  })
})

test('by the rule of the first visit the first one wins; the receipt says who came later', () => {
  const receipt = attribute(buyer, [visit(2, lastWeek), visit(3, yesterday)], windowDays, now, 'first_visit')
  expect(AttributionReceipt.parse(receipt)).toMatchObject({
    winner: wins(2, lastWeek),
    losers: [loses('later_visit', 3, yesterday)],
  })
})

test('a link that was opened again counts by its last opening', () => {
  const again = { ...visit(2, lastWeek), lastAt: now, count: 2 }
  expect(credit([again, visit(3, yesterday)]).winner).toEqual(wins(2, now))
})

describe('the window', () => {
  test('its first moment is inside', () => {
    expect(credit([visit(2, opensAt)]).winner).toEqual(wins(2, opensAt))
  })
  test('a millisecond before it is outside', () => {
    const at = justBefore(opensAt)
    expect(credit([visit(2, at)])).toMatchObject({ winner: null, losers: [loses('outside_window', 2, at)] })
  })
  test('is the shop’s', () => {
    expect(attribute(buyer, [visit(2, lastWeek)], 6, now).winner).toBeNull()
    expect(attribute(buyer, [visit(2, lastWeek)], 7, now).winner).toEqual(wins(2, lastWeek))
  })
})

describe('the introducer', () => {
  const byIntroduction = { by: 'introduction', linkCode: linkCode(9), referrerId: customerId(9), channel: 'poster' }
  test('is credited where no visit counts, however long ago it was', () => {
    const longAgo = { ...introduction, introducedAt: addDays(now, -3_000) }
    expect(credit([], { introduction: longAgo }).winner).toEqual(byIntroduction)
    expect(credit([visit(2, justBefore(opensAt))], { introduction }).winner).toEqual(byIntroduction)
  })
  test('gives way to a visit inside the window', () => {
    expect(credit([visit(2, opensAt)], { introduction }).winner).toEqual(wins(2, opensAt))
  })
})

test('one’s own link earns nothing and does not hide who came before', () => {
  expect(credit([visit(1, yesterday)])).toMatchObject({
    winner: null,
    losers: [loses('self_referral', 1, yesterday)],
  })
  expect(credit([visit(1, yesterday), visit(2, lastWeek)])).toMatchObject({
    winner: wins(2, lastWeek),
    losers: [loses('self_referral', 1, yesterday)],
  })
})

test('the shop’s own people credit nobody, neither by a visit nor by their introduction', () => {
  expect(credit([visit(2, yesterday)], { isStaff: true, introduction })).toMatchObject({
    winner: null,
    losers: [loses('own_shop', 2, yesterday)],
  })
})

const drawnVisits = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 6 })),
  { maxLength: 12, selector: ([, daysAgo, link]) => `${daysAgo} ${link}` },
)

test('the order in which visits are read decides nothing, not even between two of one moment', () => {
  const shuffled = drawnVisits.chain((drawn) => {
    const visits = drawn.map(([owner, daysAgo, link]) => visit(owner, addDays(now, -daysAgo), link))
    return fc.tuple(fc.constant(visits), fc.shuffledSubarray(visits, { minLength: visits.length }))
  })
  fc.assert(
    fc.property(shuffled, ([visits, others]) => {
      expect(credit(others)).toEqual(credit(visits))
    }),
  )
})

test('every visit is either the winner or a loser with its reason, and none that counts is later than the winner', () => {
  fc.assert(
    fc.property(drawnVisits, fc.boolean(), (drawn, isStaff) => {
      const visits = drawn.map(([owner, daysAgo, link]) => visit(owner, addDays(now, -daysAgo), link))
      const { winner, losers } = credit(visits, { isStaff, introduction })
      expect(losers.length + (winner?.by === 'visit' ? 1 : 0)).toBe(visits.length)
      expect(winner?.referrerId).not.toBe(buyer.customerId)
      const counted = visits.filter((v) => !isStaff && v.referrerId !== buyer.customerId && v.lastAt >= opensAt)
      expect(winner?.by === 'visit').toBe(counted.length > 0)
      if (winner?.by !== 'visit') return
      for (const { lastAt } of counted) expect(lastAt <= winner.visitedAt).toBe(true)
    }),
  )
})

test('terms are the winner’s, with the rates of the lines that earn; without one of them there are none', () => {
  const receipt = credit([visit(2, yesterday)])
  const lines = (...rates: number[]) =>
    rates.map((commissionRateBps, at) => ({ skuId: skuId(at + 1), commissionRateBps }))
  expect(commissionTerms(receipt, lines(1_000, 0, 500), undefined)).toEqual({
    referrerId: customerId(2),
    rates: [
      { skuId: skuId(1), rateBps: 1_000 },
      { skuId: skuId(3), rateBps: 500 },
    ],
  })
  expect(commissionTerms(receipt, lines(1_000), 5)).toMatchObject({ capFen: 5 })
  expect(commissionTerms(receipt, lines(0, 0), 5)).toBeNull()
  expect(commissionTerms(credit([]), lines(1_000), undefined)).toBeNull()
})
