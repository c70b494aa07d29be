import { describe, expect, test } from 'vitest'
import { expectedPurchases, probabilityAlive } from '../../../../domain/repurchase/prediction/expected-purchases.ts'
import { factsOf, learnShop, predictor } from '../../../../domain/repurchase/prediction/predict-shop.ts'
import { predictionFigures } from '../../../../domain/repurchase/prediction/prediction-figures.ts'
import { asOf, seeded, simulateCustomers } from './simulated-customers.ts'

const customers = simulateCustomers(1_000, { r: 0.5, alpha: 5, a: 0.9, b: 2.5 })
const facts = customers.map((customer) => factsOf(customer, asOf))
const shop = learnShop(facts)

describe('a shop', () => {
  test('learns both models and the scale of scores', () => {
    expect(shop.bgNbd).toMatchObject({ ok: true, model: { n: 1_000, converged: true } })
    expect(shop.gammaGamma).toMatchObject({ ok: true, model: { converged: true } })
    expect(shop.scale.n).toBe(1_000)
  })

  test('learns the same whatever the order of its customers', () => {
    const random = seeded(4)
    const shuffled = facts.map((each) => ({ each, at: random() })).sort((one, other) => one.at - other.at)
    expect(learnShop(shuffled.map(({ each }) => each))).toEqual(shop)
  })

  test('gives each customer the value of purchases expected times spend expected', () => {
    if (!shop.bgNbd.ok) throw new Error('no model')
    const predict = predictor(shop)
    for (const each of facts.slice(0, 50)) {
      const prediction = predict(each)
      expect(prediction.probabilityAlive).toBe(probabilityAlive(shop.bgNbd.model, each.timing))
      expect(prediction.expectedPurchases).toBeCloseTo(expectedPurchases(shop.bgNbd.model, each.timing, 90), 12)
      expect(prediction.valueFen).toBe((prediction.expectedPurchases ?? 0) * (prediction.expectedSpendFen ?? 0))
    }
  })

  test('expects about as many purchases as were made when it looks back by a quarter', () => {
    const quarterBefore = '2026-04-01'
    const past = customers.flatMap(({ customerId, purchaseDays }) => {
      const [first, ...later] = purchaseDays.filter(({ day }) => day <= quarterBefore)
      if (first === undefined) return []
      return [factsOf({ customerId, purchaseDays: [first, ...later], orders: 1 + later.length }, quarterBefore)]
    })
    const known = new Set(past.map(({ customerId }) => customerId))
    const made = customers
      .filter(({ customerId }) => known.has(customerId))
      .reduce((sum, { purchaseDays }) => sum + purchaseDays.filter(({ day }) => day > quarterBefore).length, 0)
    const predictions = past.map(predictor(learnShop(past)))
    const expected = predictions.reduce((sum, each) => sum + (each.expectedPurchases ?? 0), 0)
    expect(expected / made).toBeGreaterThan(0.8)
    expect(expected / made).toBeLessThan(1.2)
  })

  test('of few customers has scores and no models', () => {
    const few = facts.slice(0, 5)
    const learnt = learnShop(few)
    expect(learnt).toMatchObject({ bgNbd: { ok: false, reason: 'too_few_customers' }, gammaGamma: { ok: false } })
    const none = { probabilityAlive: null, expectedPurchases: null, expectedSpendFen: null, valueFen: null }
    for (const each of few) expect(predictor(learnt)(each)).toMatchObject({ ...none, customerId: each.customerId })
    expect(predictionFigures(few).value).toEqual({ bgnbd: null, gammaGamma: null })
  })

  test('without customers has figures of nothing', () => {
    const nothing = { rfm: { r: {}, f: {}, m: {} }, value: { bgnbd: null, gammaGamma: null } }
    expect(predictionFigures([])).toEqual(nothing)
  })
})
