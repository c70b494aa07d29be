import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountMaxFen, Fen, PositiveFen, RateBps, sharesOfFen, sumFen, yuanText } from '../../../domain/shared/fen.ts'

test('an amount is a whole number of fen from nothing to the largest', () => {
  const isRight = (value: number) => Fen.safeParse(value).success
  expect([-1, 0, 0.5, amountMaxFen, amountMaxFen + 1, Number.NaN].map(isRight)).toEqual([
    false,
    true,
    false,
    true,
    false,
    false,
  ])
  expect(PositiveFen.safeParse(0).success).toBe(false)
})

test('a rate is between nothing and the whole', () => {
  expect([-1, 0, 10_000, 10_001, 0.5].map((rate) => RateBps.safeParse(rate).success)).toEqual([
    false,
    true,
    true,
    false,
    false,
  ])
})

test.each([
  [9_999, 1_000, 999],
  [9, 1_000, 0],
  [10, 1_000, 1],
  [1, 10_000, 1],
  [0, 10_000, 0],
  [3_333, 3_000, 999],
])('the share of %i fen at %i basis points is %i fen: the remainder stays with the payer', (amount, rate, share) => {
  expect(sharesOfFen([{ amountFen: amount, rateBps: rate }])).toBe(share)
})

const amount = fc.integer({ min: 0, max: amountMaxFen })
const rate = fc.integer({ min: 0, max: 10_000 })

test('shares are exact to the fen for all amounts and rates, and rounded once', () => {
  const parts = fc.array(fc.record({ amountFen: amount, rateBps: rate }), { maxLength: 20 })
  fc.assert(
    fc.property(parts, (drawn) => {
      const exact = drawn.reduce((sum, { amountFen, rateBps }) => sum + BigInt(amountFen) * BigInt(rateBps), 0n)
      expect(BigInt(sharesOfFen(drawn))).toBe(exact / 10_000n)
    }),
  )
})

test.each([
  ['half a fen', 0.5, 100],
  ['less than nothing', -1, 100],
  ['a rate above the whole', 100, 10_001],
  ['a rate below nothing', 100, -1],
  ['half a basis point', 100, 0.5],
  ['an amount whose product with the rate is not exact', Number.MAX_SAFE_INTEGER, 9_999],
])('computes no share of %s', (_, amountFen, rateBps) => {
  expect(() => sharesOfFen([{ amountFen, rateBps }])).toThrow('Broken invariant')
})

test('a sum stays exact or is refused', () => {
  expect(sumFen([])).toBe(0)
  expect(sumFen([-5, 3, 2])).toBe(0)
  expect(() => sumFen([Number.MAX_SAFE_INTEGER, 1])).toThrow('Broken invariant')
})

test.each([
  [0, '0.00'],
  [1, '0.01'],
  [99, '0.99'],
  [100, '1.00'],
  [8_805, '88.05'],
  [amountMaxFen, '10000000.00'],
  [-5, '-0.05'],
  [-12_345, '-123.45'],
])('%i fen are %s yuan', (amountFen, yuan) => {
  expect(yuanText(amountFen)).toBe(yuan)
})

test('a part of a fen is not written as yuan', () => {
  expect(() => yuanText(0.5)).toThrow('whole number')
})
