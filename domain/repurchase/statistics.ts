import { assert } from '../shared/decision.ts'

/** How often each whole number occurs: value → count. Exact, however many there are. */
export type Histogram = ReadonlyMap<number, number>

export type Spread = {
  readonly n: number
  readonly mean: number | null
  readonly p25: number | null
  readonly median: number | null
  readonly p75: number | null
}

/** Mean and quartiles of a histogram, linearly interpolated between neighbours (Hyndman and Fan's type 7); null of nothing. */
export function spread(histogram: Histogram): Spread {
  const sorted = [...histogram].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)
  const n = sorted.reduce((sum, [, count]) => sum + count, 0)
  if (n === 0) return { n, mean: null, p25: null, median: null, p75: null }
  const mean = sorted.reduce((sum, [value, count]) => sum + value * count, 0) / n
  return { n, mean, p25: quantile(sorted, n, 0.25), median: quantile(sorted, n, 0.5), p75: quantile(sorted, n, 0.75) }
}

function quantile(sorted: readonly (readonly [number, number])[], n: number, part: number): number {
  const position = part * (n - 1)
  const rank = Math.floor(position)
  const lower = valueAt(sorted, rank)
  const upper = valueAt(sorted, Math.min(rank + 1, n - 1))
  return lower + (position - rank) * (upper - lower)
}

/** The value at a rank from 0, if all were written out in order. */
function valueAt(sorted: readonly (readonly [number, number])[], rank: number): number {
  let before = 0
  for (const [value, count] of sorted) {
    before += count
    if (rank < before) return value
  }
  throw new RangeError(`No rank ${rank} among ${before}`)
}

/**
 * A part is never more than its whole, but sums read item by item while purchases are being written can be a moment
 * apart: then the whole stands in.
 */
export const partOf = (hits: number, n: number): number => Math.min(hits, n)

/** `hits` of `n`; null where there is nobody to ask. */
export const rateOf = (hits: number, n: number): number | null => (n === 0 ? null : partOf(hits, n) / n)

/** The 97.5 % quantile of the normal distribution: a 95 % interval has 2.5 % on each side. */
const z95 = 1.959963984540054

export type Interval = { readonly low: number; readonly high: number }

/** Wilson's score interval at 95 % of `hits` in `n`; null when there is no one to ask. Source: Wilson 1927. */
export function wilsonInterval(hits: number, n: number): Interval | null {
  assert(hits >= 0 && hits <= n, 'a part is not more than the whole')
  if (n === 0) return null
  const rate = hits / n
  const scale = 1 + z95 ** 2 / n
  const centre = (rate + z95 ** 2 / (2 * n)) / scale
  const margin = (z95 / scale) * Math.sqrt((rate * (1 - rate)) / n + z95 ** 2 / (4 * n ** 2))
  // At 0 and at n one end is exactly the rate; floating point would miss it by a hair.
  return { low: hits === 0 ? 0 : centre - margin, high: hits === n ? 1 : centre + margin }
}
