import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digamma, logGamma } from '../../../../domain/repurchase/prediction/log-gamma.ts'

const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true })

describe('the logarithm of the gamma function', () => {
  test('is that of the factorials', () => {
    let logFactorial = 0
    for (let n = 1; n <= 170; n++) {
      expect(Math.abs(logGamma(n) - logFactorial)).toBeLessThan(1e-13 * (1 + logFactorial))
      logFactorial += Math.log(n)
    }
  })

  test.each([
    [0.5, 0.5 * Math.log(Math.PI)],
    [1.5, Math.log(Math.sqrt(Math.PI) / 2)],
    [0.001, 6.907178885383854],
    [0.25, 1.2880225246980772],
    [1e-10, 23.025850929882736],
    [12345.678, 103959.91990554606],
  ])('of %d is a known one', (x, known) => {
    expect(Math.abs(logGamma(x) - known)).toBeLessThan(2e-14 * (1 + Math.abs(known)))
  })

  test('holds x Γ(x) = Γ(x + 1)', () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(Math.abs(logGamma(x) + Math.log(x) - logGamma(x + 1))).toBeLessThan(1e-14 * (20 + x * Math.log(2 + x)))
      }),
    )
  })

  test('is of positive numbers only', () => {
    expect(() => logGamma(0)).toThrow('positive')
    expect(() => digamma(-1)).toThrow('positive')
  })
})

describe('its derivative', () => {
  test('is a known one', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14)
    expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 14)
    expect(digamma(100)).toBeCloseTo(4.600161852738087, 14)
  })

  test('holds ψ(x) + 1/x = ψ(x + 1)', () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(Math.abs(digamma(x) + 1 / x - digamma(x + 1))).toBeLessThan(1e-14 * (20 + 1 / x))
      }),
    )
  })
})
