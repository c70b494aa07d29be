import { describe, expect, test } from 'vitest'
import { minimise, minimiseFrom, type SlopeAt } from '../../../../domain/repurchase/prediction/minimise.ts'

/** A long bent valley with its minimum, 0, at (1, 1). Source: Rosenbrock 1960. */
const valley: SlopeAt = ([x = 0, y = 0]) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
})
const bowl: SlopeAt = (point) => ({
  value: point.reduce((sum, x, at) => sum + 10 ** at * (x - at) ** 2, 0),
  gradient: point.map((x, at) => 2 * 10 ** at * (x - at)),
})
const slide: SlopeAt = ([x = 0, y = 0]) => ({ value: y * y - x, gradient: [-1, 2 * y] })

describe('a minimum', () => {
  test('is found at the end of a bent valley', () => {
    const { point, converged } = minimise(valley, [-1.2, 1], 12)
    expect(point[0]).toBeCloseTo(1, 8)
    expect(point[1]).toBeCloseTo(1, 8)
    expect(converged).toBe(true)
  })

  test('is found where one coordinate matters a thousand times more than another', () => {
    const { point } = minimise(bowl, [5, -5, 5, -5], 12)
    for (const [at, x] of point.entries()) expect(x).toBeCloseTo(at, 7)
  })

  test('that lies outside the bound is taken at the bound, and said not to be one', () => {
    const { point, converged } = minimise(slide, [0, 3], 12)
    expect(point[0]).toBe(12)
    expect(point[1]).toBeCloseTo(0, 8)
    expect(converged).toBe(false)
  })

  test('of a function that has none ends all the same', () => {
    const jagged: SlopeAt = ([x = 0]) => ({ value: Math.sin(1e9 * x), gradient: [Math.cos(x)] })
    expect(minimise(jagged, [0.3], 12).point[0]).toBeTypeOf('number')
    expect(minimise(() => ({ value: Number.NaN, gradient: [Number.NaN] }), [1], 12)).toMatchObject({ converged: false })
  })

  test('is the deepest of those that the starts lead to', () => {
    const twoPits: SlopeAt = ([x = 0]) => ({
      value: (x * x - 1) ** 2 + 0.2 * x,
      gradient: [4 * x * (x * x - 1) + 0.2],
    })
    expect(minimise(twoPits, [1.1], 12).point[0]).toBeGreaterThan(0.9)
    expect(minimiseFrom([[1.1], [-1.1]], twoPits, twoPits, 12).point[0]).toBeLessThan(-1)
  })
})
