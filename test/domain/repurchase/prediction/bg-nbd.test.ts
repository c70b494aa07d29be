import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BgNbd, bgNbdLogLikelihood, fitBgNbd } from '../../../../domain/repurchase/prediction/bg-nbd.ts'
import { logGamma } from '../../../../domain/repurchase/prediction/log-gamma.ts'
import { type Timing, timingOf } from '../../../../domain/repurchase/prediction/purchase-timing.ts'
import { asOf, seeded, simulateCustomers } from './simulated-customers.ts'

const model: BgNbd = { r: 0.5, alpha: 5, a: 0.9, b: 2.5 }
const timingsOf = (of: BgNbd, count: number, seed = 1) =>
  simulateCustomers(count, of, undefined, { seed }).map((customer) => timingOf(customer, asOf))
const timings = timingsOf(model, 4_000)
const timing = (frequency: number, recencyDays: number, ageDays: number): Timing => ({
  frequency,
  recencyDays,
  ageDays,
})

function fitted(rows: readonly Timing[]) {
  const fit = fitBgNbd(rows)
  if (!fit.ok) throw new Error(fit.reason)
  return fit.model
}

/** The likelihood of one customer with the gamma functions as the paper writes it. */
function likelihoodOf({ r, alpha, a, b }: BgNbd, { frequency: x, recencyDays, ageDays }: Timing): number {
  const [tx, t] = [recencyDays / 7, ageDays / 7]
  const a1 = logGamma(r + x) - logGamma(r) + r * Math.log(alpha)
  const a2 = logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x)
  const a3 = -(r + x) * Math.log(alpha + t)
  if (x === 0) return a1 + a2 + a3
  const a4 = Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + tx)
  return a1 + a2 + Math.max(a3, a4) + Math.log1p(Math.exp(-Math.abs(a3 - a4)))
}

/** Any time within half a year, any number of purchases that fits in. */
const anyTiming = fc
  .tuple(fc.nat(180), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([ageDays, upTo, often]) => {
    const recencyDays = Math.round(ageDays * upTo)
    return recencyDays === 0
      ? timing(0, 0, ageDays)
      : timing(1 + Math.floor((recencyDays - 1) * often), recencyDays, ageDays)
  })
const anyModel = fc
  .tuple(...[0, 1, 2, 3].map(() => fc.double({ min: -5, max: 5, noNaN: true }).map(Math.exp)))
  .map(([r = 1, alpha = 1, a = 1, b = 1]) => ({ r, alpha, a, b }))

describe('the likelihood', () => {
  test('is that of the paper', () => {
    fc.assert(
      fc.property(anyModel, fc.array(anyTiming, { maxLength: 5 }), (of, rows) => {
        const written = rows.reduce((sum, row) => sum + likelihoodOf(of, row), 0)
        expect(Math.abs(bgNbdLogLikelihood(of, rows) - written)).toBeLessThan(1e-8 * (1 + Math.abs(written)))
      }),
    )
  })

  test.each([
    ['before the first purchase', timing(1, 0, 5)],
    ['after the end', timing(1, 6, 5)],
    ['more often than there were days', timing(4, 3, 5)],
    ['on another day than the first, yet once', timing(0, 3, 5)],
    ['half a time', timing(0.5, 3, 5)],
    ['in another age of the world', timing(1, 1, 70_000)],
  ])('is of no customer who bought %s', (_, row) => {
    expect(() => bgNbdLogLikelihood(model, [row])).toThrow('Broken invariant')
  })
})

describe('a fit', () => {
  const fit = fitted(timings)

  test('finds the parameters that made the customers', () => {
    const large = fitted(timingsOf(model, 20_000, 7))
    expect(large.converged).toBe(true)
    for (const key of ['r', 'alpha', 'a', 'b'] as const)
      expect(Math.abs(Math.log(large[key] / model[key]))).toBeLessThan(0.3)
    expect(large.r).toBeGreaterThan(0.45)
    expect(large.r).toBeLessThan(0.55)
  })

  test('is where the likelihood does not rise in any direction', () => {
    expect(fit.n).toBe(4_000)
    expect(fit.logLikelihood).toBeCloseTo(bgNbdLogLikelihood(fit, timings), 6)
    expect(fit.logLikelihood).toBeGreaterThan(bgNbdLogLikelihood(model, timings))
    const random = seeded(3)
    for (let at = 0; at < 40; at++) {
      const [r, alpha, a, b] = [fit.r, fit.alpha, fit.a, fit.b].map((each) => each * (1 + (random() - 0.5) / 50))
      const beside = bgNbdLogLikelihood({ r: r ?? 1, alpha: alpha ?? 1, a: a ?? 1, b: b ?? 1 }, timings)
      expect(beside).toBeLessThan(fit.logLikelihood)
    }
  })

  test('is flat there', () => {
    for (const key of ['r', 'alpha', 'a', 'b'] as const) {
      const at = (factor: number) => bgNbdLogLikelihood({ ...fit, [key]: fit[key] * factor }, timings)
      expect(Math.abs(at(1 + 1e-4) - at(1 - 1e-4)) / 2e-4).toBeLessThan(1e-2)
    }
  })

  test('is the same whatever the order of the customers', () => {
    const random = seeded(9)
    const shuffled = timings.map((row) => ({ row, at: random() })).sort((one, other) => one.at - other.at)
    expect(fitted(shuffled.map(({ row }) => row))).toEqual(fit)
  })

  test('is not made of too few customers, or too few who came back', () => {
    expect(fitBgNbd(timings.slice(0, 99))).toEqual({ ok: false, reason: 'too_few_customers', n: 99, min: 100 })
    const once = Array.from({ length: 200 }, () => timing(0, 0, 50))
    const rows = [...once, ...Array.from({ length: 19 }, () => timing(1, 3, 50))]
    expect(fitBgNbd(rows)).toEqual({ ok: false, reason: 'too_few_repeat_customers', n: 19, min: 20 })
    expect(fitBgNbd([])).toMatchObject({ ok: false, n: 0 })
  })

  test.each([
    ['who hardly come back', [...Array(3_000).fill(timing(0, 0, 100)), ...Array(25).fill(timing(1, 10, 100))]],
    ['who are all alike', Array(200).fill(timing(3, 30, 90))],
    ['who buy every day for years', Array.from({ length: 150 }, (_, at) => timing(899 + at, 899 + at, 900 + at))],
    ['who came yesterday', Array.from({ length: 200 }, (_, at) => (at % 3 ? timing(0, 0, at % 2) : timing(1, 1, 1)))],
    ['who all leave at once', Array.from({ length: 200 }, (_, at) => (at % 2 ? timing(0, 0, 700) : timing(1, 1, 700)))],
  ])('of customers %s ends, with numbers, and says that these are not certain', (_, rows) => {
    const { logLikelihood, converged, ...rest } = fitted(rows)
    expect(Number.isFinite(logLikelihood)).toBe(true)
    for (const each of Object.values(rest)) expect(each > 0 && Number.isFinite(each)).toBe(true)
    expect(converged).toBe(false)
  })

  test('of any customers is at least as likely as any other model', () => {
    const rows = fc.array(anyTiming, { minLength: 100, maxLength: 150 })
    const enough = rows.filter((some) => some.filter(({ frequency }) => frequency > 0).length >= 20)
    fc.assert(
      fc.property(enough, anyModel, (some, of) => {
        const best = fitted(some).logLikelihood
        expect(best).toBeGreaterThanOrEqual(bgNbdLogLikelihood(of, some) - 1e-6 * Math.abs(best))
      }),
      { numRuns: 20 },
    )
  })
})
