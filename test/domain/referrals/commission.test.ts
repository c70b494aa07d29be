import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CommissionTerms } from '../../../domain/referrals/attribution.ts'
import { commissionFen } from '../../../domain/referrals/commission.ts'
import { amountMaxFen, commissionRateMaxBps } from '../../../domain/shared/fen.ts'
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

test('a rate above the cap of all shops, and terms that earn nothing, are refused', () => {
  const isRight = (rateBps: number) =>
    CommissionTerms.safeParse({ referrerId, rates: [{ skuId: skuId(), rateBps }] }).success
  expect([1, commissionRateMaxBps, commissionRateMaxBps + 1, 0, -1].map(isRight)).toEqual([
    ...[true, true],
    ...[false, false, false],
  ])
  expect(CommissionTerms.safeParse({ referrerId, rates: [] }).success).toBe(false)
})
