import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rateOf, spread, wilsonInterval } from '../../../domain/repurchase/statistics.ts'

test('there is no rate of nobody, and none above the whole', () => {
  expect([rateOf(0, 0), rateOf(1, 4), rateOf(5, 4)]).toEqual([null, 0.25, 1])
})

test('there is no middle of nothing', () => {
  expect(spread(new Map())).toEqual({ n: 0, mean: null, p25: null, median: null, p75: null })
})

test('quartiles and mean of a histogram are those of its values written out and sorted', () => {
  const naive = (values: readonly number[], part: number) => {
    const sorted = [...values].sort((a, b) => a - b)
    const at = part * (sorted.length - 1)
    const [lower = Number.NaN, upper = lower] = sorted.slice(Math.floor(at), Math.floor(at) + 2)
    return lower + (at - Math.floor(at)) * (upper - lower)
  }
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (values) => {
      const histogram = new Map<number, number>()
      for (const value of values) histogram.set(value, (histogram.get(value) ?? 0) + 1)
      const figures = spread(histogram)
      expect(figures.n).toBe(values.length)
      expect(figures.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9)
      expect(figures.p25).toBeCloseTo(naive(values, 0.25), 9)
      expect(figures.median).toBeCloseTo(naive(values, 0.5), 9)
      expect(figures.p75).toBeCloseTo(naive(values, 0.75), 9)
    }),
  )
})

test('the Wilson interval has its published values', () => {
  // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const
  for (const [hits, n, low, high] of published) {
    const interval = wilsonInterval(hits, n)
    expect(interval?.low).toBeCloseTo(low, 4)
    expect(interval?.high).toBeCloseTo(high, 4)
  }
})

test('the Wilson interval holds the rate and stays between 0 and 1', () => {
  const parts = fc
    .integer({ min: 1, max: 100_000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
  fc.assert(
    fc.property(parts, ([hits, n]) => {
      const { low, high } = wilsonInterval(hits, n) ?? { low: Number.NaN, high: Number.NaN }
      expect(low).toBeGreaterThanOrEqual(0)
      expect(low).toBeLessThanOrEqual(hits / n)
      expect(high).toBeGreaterThanOrEqual(hits / n)
      expect(high).toBeLessThanOrEqual(1)
    }),
  )
})

test('no part is more than the whole', () => {
  expect(() => wilsonInterval(3, 2)).toThrow('more than the whole')
})
