import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  expectedSpendFen,
  fitGammaGamma,
  type GammaGamma,
  gammaGammaLogLikelihood,
  populationSpendFen,
  type RepeatSpend,
  repeatSpendOf,
} from '../../../../domain/repurchase/prediction/gamma-gamma.ts'
import { logGamma } from '../../../../domain/repurchase/prediction/log-gamma.ts'
import { seeded, simulateCustomers } from './simulated-customers.ts'

const model: GammaGamma = { p: 6, q: 4, v: 15 }
const timing = { r: 0.8, alpha: 4, a: 0.3, b: 3 }
const spends = simulateCustomers(3_000, timing, model).map(repeatSpendOf)

function fitted(rows: readonly RepeatSpend[]) {
  const fit = fitGammaGamma(rows)
  if (!fit.ok) throw new Error(fit.reason)
  return fit.model
}

/** The likelihood of one customer as the paper writes it. */
function written({ p, q, v }: GammaGamma, { frequency: x, amountFen }: RepeatSpend): number {
  const z = amountFen / 100 / x
  const gammas = logGamma(p * x + q) - logGamma(p * x) - logGamma(q)
  return gammas + q * Math.log(v) + (p * x - 1) * Math.log(z) + p * x * Math.log(x) - (p * x + q) * Math.log(v + x * z)
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const models = fc.record({ p: between(0.1, 50), q: between(0.1, 50), v: between(0.1, 500) })
const spend = fc.record({
  frequency: fc.integer({ min: 1, max: 50 }),
  amountFen: fc.integer({ min: 1, max: 10_000_000 }),
})

test('the likelihood is that of the paper', () => {
  fc.assert(
    fc.property(models, spend, (of, row) => {
      const formula = written(of, row)
      expect(Math.abs(gammaGammaLogLikelihood(of, [row]) - formula)).toBeLessThan(1e-9 * (1 + Math.abs(formula)))
    }),
  )
})

test('what counts is the spend on the days after the first', () => {
  const on = (day: string, amountFen: number) => ({ day, amountFen })
  const three = { purchaseDays: [on('2026-06-01', 1), on('2026-06-11', 10), on('2026-06-30', 100)] } as const
  expect(repeatSpendOf({ purchaseDays: [...three.purchaseDays] })).toEqual({ frequency: 2, amountFen: 110 })
})

describe('a fit', () => {
  const fit = fitted(spends)

  test('finds the parameters that made the customers', () => {
    expect(fit.converged).toBe(true)
    expect(fit.n).toBe(spends.filter(({ frequency }) => frequency > 0).length)
    for (const key of ['p', 'q', 'v'] as const) expect(Math.abs(Math.log(fit[key] / model[key]))).toBeLessThan(0.15)
    expect(fit.logLikelihood).toBeGreaterThan(gammaGammaLogLikelihood(model, spends))
    expect(fit.logLikelihood).toBeCloseTo(gammaGammaLogLikelihood(fit, spends), 6)
  })

  test('is where the likelihood does not rise in any direction', () => {
    const random = seeded(5)
    for (let at = 0; at < 40; at++) {
      const [p = 1, q = 1, v = 1] = [fit.p, fit.q, fit.v].map((each) => each * (1 + (random() - 0.5) / 50))
      expect(gammaGammaLogLikelihood({ p, q, v }, spends)).toBeLessThan(fit.logLikelihood)
    }
  })

  test('is the same whatever the order, and v alone has a unit', () => {
    expect(fitted(spends.toReversed())).toEqual(fit)
    const dearer = fitted(spends.map(({ frequency, amountFen }) => ({ frequency, amountFen: amountFen * 1_000 })))
    expect(dearer.p).toBeCloseTo(fit.p, 5)
    expect(dearer.q).toBeCloseTo(fit.q, 5)
    expect(dearer.v / 1_000).toBeCloseTo(fit.v, 4)
  })

  test('leaves out who did not come back or paid nothing then, and is not made of too few', () => {
    const more = [...spends, { frequency: 0, amountFen: 0 }, { frequency: 3, amountFen: 0 }]
    expect(fitted(more)).toEqual(fit)
    const few = spends.filter(({ frequency }) => frequency > 0).slice(0, 19)
    expect(fitGammaGamma(few)).toEqual({ ok: false, reason: 'too_few_repeat_customers', n: 19, min: 20 })
  })

  test('of customers who all pay the same ends, with numbers, and says that these are not certain', () => {
    const { converged, ...rest } = fitted(
      Array.from({ length: 100 }, (_, at) => ({ frequency: 1 + (at % 3), amountFen: 9_900 * (1 + (at % 3)) })),
    )
    expect(converged).toBe(false)
    for (const each of Object.values(rest)) expect(Number.isFinite(each)).toBe(true)
  })
})

describe('expected spend', () => {
  test('lies between a customer’s own mean and that of all, nearer to the own the more often they came', () => {
    const all = populationSpendFen(model) ?? 0
    expect(all).toBeCloseTo(3_000, 9)
    const spentAfter = (frequency: number) => expectedSpendFen(model, { frequency, amountFen: 9_000 * frequency }) ?? 0
    const [one, many] = [spentAfter(1), spentAfter(40)]
    expect(one).toBeGreaterThan(all)
    expect(many).toBeGreaterThan(one)
    expect(many).toBeLessThan(9_000)
  })

  test('is that of all for who has not come back, and none where the model has no mean', () => {
    expect(expectedSpendFen(model, { frequency: 0, amountFen: 0 })).toBe(populationSpendFen(model))
    expect(populationSpendFen({ p: 6, q: 1, v: 15 })).toBeNull()
    expect(expectedSpendFen({ p: 0.1, q: 0.2, v: 15 }, { frequency: 1, amountFen: 100 })).toBeNull()
  })
})
