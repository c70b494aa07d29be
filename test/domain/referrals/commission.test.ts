import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CommissionTerms } from '../../../domain/referrals/attribution.ts'
import { commissionFen, secondCommissionFen } from '../../../domain/referrals/commission.ts'
import { amountMaxFen, commissionRateMaxBps, secondLevelRateMaxBps, sharesOfFen } from '../../../domain/shared/fen.ts'
import { skuId } from '../shared/ids.ts'
import { linesOf, referrerId, termsOf } from './sales.ts'

const rate = fc.integer({ min: 0, max: commissionRateMaxBps })
/** Lines of one sale: what is kept for each, and its rate. */
const soldLines = fc
  .array(fc.tuple(fc.integer({ min: 0, max: amountMaxFen / 20 }), rate), { minLength: 1, maxLength: 20 })
  .map((lines) => ({ netsFen: lines.map(([netFen]) => netFen), rates: lines.map(([, rateBps]) => rateBps) }))
const cap = fc.option(fc.integer({ min: 1, max: amountMaxFen }), { nil: undefined })

test.each([
  ['each line at its own rate', [1_000, 2_000], [1_000, 500], undefined, 200],
  ['rounded down once, over all lines', [15, 15], [1_000, 1_000], undefined, 3],
  ['nothing for a line without a rate', [1_000, 2_000], [0, 1_000], undefined, 200],
  ['at most the cap', [1_000, 2_000], [1_000, 500], 150, 150],
  ['what is under the cap as it is', [1_000, 2_000], [1_000, 500], 201, 200],
  ['nothing where nothing is kept', [0, 0], [3_000, 3_000], undefined, 0],
])('a commission is %s', (_, netsFen, rates, capFen, dueFen) => {
  expect(commissionFen(linesOf(netsFen), termsOf(rates, capFen))).toBe(dueFen)
})

test('a commission is exact to the fen, whatever lines there are, and in whatever order', () => {
  fc.assert(
    fc.property(soldLines, cap, ({ netsFen, rates }, capFen) => {
      const exact = netsFen.reduce((sum, netFen, at) => sum + BigInt(netFen) * BigInt(rates[at] ?? 0), 0n) / 10_000n
      const dueFen = capFen !== undefined && BigInt(capFen) < exact ? BigInt(capFen) : exact
      const terms = termsOf(rates, capFen)
      expect(BigInt(commissionFen(linesOf(netsFen), terms))).toBe(dueFen)
      expect(BigInt(commissionFen(linesOf(netsFen).toReversed(), terms))).toBe(dueFen)
    }),
  )
})

test('a commission never shrinks as what is kept grows, and grows by no more than that', () => {
  fc.assert(
    fc.property(soldLines, cap, fc.integer({ min: 0, max: 10_000 }), ({ netsFen, rates }, capFen, moreFen) => {
      const terms = termsOf(rates, capFen)
      const more = netsFen.map((netFen, at) => (at === 0 ? netFen + moreFen : netFen))
      const growth = commissionFen(linesOf(more), terms) - commissionFen(linesOf(netsFen), terms)
      expect(growth).toBeGreaterThanOrEqual(0)
      expect(growth).toBeLessThanOrEqual(moreFen)
    }),
  )
})

test.each([
  ['its rate of each line that earns', [1_000, 2_000], [1_000, 0], undefined, 500, 50],
  ['no more on a line than both may have together', [1_000, 2_000], [2_900, 1_000], undefined, 500, 110],
  ['what the direct referrer leaves of the cap', [1_000, 2_000], [1_000, 500], 250, 500, 50],
  ['nothing where the direct referrer has the whole cap', [1_000, 2_000], [1_000, 500], 150, 500, 0],
])('the second level has %s', (_, netsFen, rates, capFen, rateBps, dueFen) => {
  expect(secondCommissionFen(linesOf(netsFen), termsOf(rates, capFen), rateBps)).toBe(dueFen)
})

test('both levels together stay within the cap and within what a line may earn, whatever lines there are', () => {
  const second = fc.integer({ min: 0, max: secondLevelRateMaxBps })
  fc.assert(
    fc.property(soldLines, cap, second, ({ netsFen, rates }, capFen, secondRateBps) => {
      const [lines, terms] = [linesOf(netsFen), termsOf(rates, capFen)]
      const secondFen = secondCommissionFen(lines, terms, secondRateBps)
      const most = sharesOfFen(netsFen.map((amountFen) => ({ amountFen, rateBps: commissionRateMaxBps })))
      expect(secondFen).toBeGreaterThanOrEqual(0)
      expect(commissionFen(lines, terms) + secondFen).toBeLessThanOrEqual(Math.min(most, capFen ?? most))
    }),
  )
})

test('a rate above the cap of all shops, and terms that earn nothing, are refused', () => {
  const isRight = (rateBps: number) =>
    CommissionTerms.safeParse({ referrerId, rates: [{ skuId: skuId(), rateBps }] }).success
  expect([1, commissionRateMaxBps, commissionRateMaxBps + 1, 0, -1].map(isRight)).toEqual([
    ...[true, true],
    ...[false, false, false],
  ])
  expect(CommissionTerms.safeParse({ referrerId, rates: [] }).success).toBe(false)
})
