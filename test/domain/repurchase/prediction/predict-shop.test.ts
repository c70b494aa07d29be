import { describe, expect, test } from 'vitest'
import { expectedPurchases, probabilityAlive } from '../../../../domain/repurchase/prediction/expected-purchases.ts'
import { predictShop } from '../../../../domain/repurchase/prediction/predict-shop.ts'
import { timingOf } from '../../../../domain/repurchase/prediction/purchase-timing.ts'
import { asOf, simulateCustomers } from './simulated-customers.ts'

const customers = simulateCustomers(1_000, { r: 0.5, alpha: 5, a: 0.9, b: 2.5 })
const shop = predictShop(customers, asOf)

describe('a shop', () => {
  test('has a prediction for each of its customers, in their order', () => {
    expect(shop.customers.map(({ customerId }) => customerId)).toEqual(customers.map(({ customerId }) => customerId))
    expect(shop.bgNbd).toMatchObject({ ok: true, model: { n: 1_000, converged: true } })
    expect(shop.gammaGamma).toMatchObject({ ok: true, model: { converged: true } })
  })

  test('gives each the value of purchases expected times spend expected', () => {
    if (!shop.bgNbd.ok) throw new Error('no model')
    for (const [at, prediction] of shop.customers.slice(0, 50).entries()) {
      const timing = timingOf(customers[at] ?? { purchaseDays: [] }, asOf)
      if (!timing) throw new Error('no purchase')
      expect(prediction.probabilityAlive).toBe(probabilityAlive(shop.bgNbd.model, timing))
      expect(prediction.expectedPurchases).toBeCloseTo(expectedPurchases(shop.bgNbd.model, timing, 90), 12)
      expect(prediction.valueFen).toBe((prediction.expectedPurchases ?? 0) * (prediction.expectedSpendFen ?? 0))
    }
  })

  test('expects about as many purchases as were made when it looks back by a quarter', () => {
    const quarterBefore = '2026-04-01'
    const past = customers.flatMap((customer) => {
      const purchaseDays = customer.purchaseDays.filter(({ day }) => day <= quarterBefore)
      return purchaseDays.length === 0 ? [] : [{ ...customer, purchaseDays, orders: purchaseDays.length }]
    })
    const then = predictShop(past, quarterBefore)
    const known = new Set(past.map(({ customerId }) => customerId))
    const made = customers
      .filter(({ customerId }) => known.has(customerId))
      .reduce((sum, { purchaseDays }) => sum + purchaseDays.filter(({ day }) => day > quarterBefore).length, 0)
    const expected = then.customers.reduce((sum, each) => sum + (each.expectedPurchases ?? 0), 0)
    expect(expected / made).toBeGreaterThan(0.8)
    expect(expected / made).toBeLessThan(1.2)
  })

  test('leaves out who had not bought by then', () => {
    const late = { customerId: 'late', purchaseDays: [{ day: '2026-07-01', amountFen: 1 }], orders: 1 }
    expect(predictShop([...customers.slice(0, 3), late], asOf).customers).toHaveLength(3)
  })

  test('of few customers has scores and no models', () => {
    const few = predictShop(customers.slice(0, 5), asOf)
    expect(few).toMatchObject({ bgNbd: { ok: false, reason: 'too_few_customers' }, gammaGamma: { ok: false } })
    const none = { probabilityAlive: null, expectedPurchases: null, expectedSpendFen: null, valueFen: null }
    for (const each of few.customers) expect(each).toMatchObject(none)
    expect(predictShop([], asOf).customers).toEqual([])
  })
})
