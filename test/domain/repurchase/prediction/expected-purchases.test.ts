import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BgNbd } from '../../../../domain/repurchase/prediction/bg-nbd.ts'
import { expectedPurchases, probabilityAlive } from '../../../../domain/repurchase/prediction/expected-purchases.ts'
import type { Timing } from '../../../../domain/repurchase/prediction/purchase-timing.ts'

/** The parameters that the paper found for its data. */
const published: BgNbd = { r: 0.2426, alpha: 4.4136, a: 0.793, b: 2.4262 }
const timing = (frequency: number, recencyDays: number, ageDays: number): Timing => ({
  frequency,
  recencyDays,
  ageDays,
})

/** Gauss’s hypergeometric function, summed until nothing is added any more. */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let [term, sum] = [1, 1]
  for (let n = 0; n < 2_000_000 && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    sum += term
  }
  return sum
}

/** Expected purchases as the paper writes them. */
function written({ r, alpha, a, b }: BgNbd, { frequency: x, recencyDays, ageDays }: Timing, horizonDays: number) {
  const [tx, age, t] = [recencyDays / 7, ageDays / 7, horizonDays / 7]
  const alive = x === 0 ? 1 : 1 / (1 + (a / (b + x - 1)) * ((alpha + age) / (alpha + tx)) ** (r + x))
  const gauss = hypergeometric(r + x, b + x, a + b + x - 1, t / (alpha + age + t))
  return alive * ((a + b + x - 1) / (a - 1)) * (1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * gauss)
}

const times = fc
  .record({ frequency: fc.nat(15), recencyDays: fc.integer({ min: 15, max: 400 }), more: fc.nat(400) })
  .map(({ frequency, recencyDays, more }) =>
    frequency === 0 ? timing(0, 0, more) : timing(frequency, recencyDays, recencyDays + more),
  )
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const models = fc
  .record({ r: between(0.05, 4), alpha: between(0.5, 30), a: between(0.05, 4), b: between(0.05, 8) })
  .filter(({ a, b }) => Math.abs(a - 1) > 0.01 && Math.abs(a + b - 1) > 0.01)

describe('the chance of being a customer still', () => {
  test('is the published one', () => {
    expect(probabilityAlive(published, timing(26, 216, 217))).toBeCloseTo(0.96885, 4)
  })

  test('is 1 of who bought once, however long ago, by construction', () => {
    expect(probabilityAlive(published, timing(0, 0, 3_000))).toBe(1)
  })

  test('falls with every day without a purchase', () => {
    fc.assert(
      fc.property(
        models,
        times.filter(({ frequency }) => frequency > 0),
        (model, { ageDays, ...rest }) => {
          const [now, later] = [ageDays, ageDays + 30].map((days) =>
            probabilityAlive(model, { ...rest, ageDays: days }),
          )
          expect(later).toBeLessThan(now ?? 0)
          expect(later).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })

  test('is a number for who buys thousands of times', () => {
    expect(probabilityAlive(published, timing(4_000, 4_000, 4_000))).toBeCloseTo(1, 3)
    expect(probabilityAlive(published, timing(4_000, 4_000, 40_000))).toBe(0)
  })
})

describe('expected purchases', () => {
  test('are the published ones', () => {
    expect(expectedPurchases(published, timing(2, 213, 272), 39 * 7)).toBeCloseTo(1.226, 3)
  })

  test('are what the formula with the hypergeometric function gives', () => {
    fc.assert(
      fc.property(models, times, fc.integer({ min: 1, max: 300 }), (model, time, horizonDays) => {
        const formula = written(model, time, horizonDays)
        expect(Math.abs(expectedPurchases(model, time, horizonDays) - formula)).toBeLessThan(1e-7 * (1 + formula))
      }),
    )
  })

  test('pass through a = 1, where the formula divides by nothing', () => {
    const of = (a: number) => expectedPurchases({ ...published, a }, timing(2, 213, 272), 273)
    expect(of(1)).toBeCloseTo((of(1 - 1e-4) + of(1 + 1e-4)) / 2, 8)
    expect(of(1)).toBeCloseTo(written({ ...published, a: 1 + 1e-5 }, timing(2, 213, 272), 273), 4)
  })

  test('are none in no time, and more in more', () => {
    fc.assert(
      fc.property(models, times, (model, time) => {
        expect(expectedPurchases(model, time, 0)).toBe(0)
        const [month, year] = [30, 365].map((days) => expectedPurchases(model, time, days))
        expect(year).toBeGreaterThan(month ?? 0)
      }),
    )
  })

  test.each<[string, BgNbd, Timing]>([
    ['who buys daily', published, timing(4_000, 4_000, 4_000)],
    ['of today', { ...published, alpha: 0.001 }, timing(0, 0, 0)],
    ['where nobody leaves', { r: 2, alpha: 10, a: 1e-5, b: 1e5 }, timing(3, 50, 60)],
    ['where everybody leaves', { r: 2, alpha: 10, a: 1e5, b: 1e-5 }, timing(1, 50, 60)],
    ['like all others', { r: 1e5, alpha: 1e5, a: 1e5, b: 1e5 }, timing(3, 50, 60)],
  ])('are a number for a customer %s', (_, model, time) => {
    for (const days of [1, 90, 3_650]) {
      const purchases = expectedPurchases(model, time, days)
      expect(Number.isFinite(purchases)).toBe(true)
      expect(purchases).toBeGreaterThanOrEqual(0)
    }
  })

  test('of who never leaves are those of the rate alone', () => {
    const never = { r: 2, alpha: 10, a: 1e-5, b: 1e5 }
    expect(expectedPurchases(never, timing(3, 49, 70), 70)).toBeCloseTo(((2 + 3) / (10 + 10)) * 10, 4)
  })
})
