import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cycleMedian, dueToBuyAgain, gapsOf, rhythmOf } from '../../../../domain/repurchase/prediction/due-date.ts'
import { addCalendarDays } from '../../../../domain/shared/time.ts'

const start = '2026-01-01'
const bought = (...days: (number | [number, number])[]) =>
  days.map((each) => {
    const [day, quantity] = typeof each === 'number' ? [each, 1] : each
    return { day: addCalendarDays(start, day), quantity }
  })
/** The due day of who bought on these days. */
const dueOf = (days: ReturnType<typeof bought>, medianDays: number | null, today: string) => {
  const rhythm = rhythmOf(days)
  return rhythm && dueToBuyAgain(rhythm, medianDays, today)
}
const on = (day: number) => addCalendarDays(start, day)

describe('the cycle of a product', () => {
  test('is the median of the gaps, from ten gaps on', () => {
    expect(cycleMedian(new Map([[10, 9]]))).toBeNull()
    const gaps = new Map([
      [10, 5],
      [40, 1],
      [20, 4],
    ])
    expect(cycleMedian(gaps)).toBe(15)
  })

  test('counts the days between one purchase day and the next', () => {
    expect(gapsOf(bought(0, 3, 10))).toEqual([3, 7])
    expect(gapsOf(bought(4))).toEqual([])
    expect(() => gapsOf(bought(4, 4))).toThrow('in order')
  })
})

describe('a customer', () => {
  test('who bought once is due after the product’s median', () => {
    expect(dueOf(bought(0), 30, on(10))).toEqual({ nextDay: on(30), expectedGapDays: 30, state: 'not_yet' })
  })

  test('who bought more often is drawn from the product’s median towards the own gaps', () => {
    // (3 · 20 + 2 · 30) ÷ 5
    expect(dueOf(bought(0, 20, 40, 60), 30, on(60))).toMatchObject({ expectedGapDays: 24, nextDay: on(84) })
  })

  test('who bought twice the usual quantity has twice the time', () => {
    const history = bought([0, 2], [30, 2], [60, 4])
    expect(dueOf(history, 30, on(60))).toMatchObject({ expectedGapDays: 30, nextDay: on(120) })
  })

  test('is due on the day, and overdue after one and a half of the expected gap', () => {
    const stateOn = (day: number) => dueOf(bought(0), 30, on(day))?.state
    expect([29, 30, 45, 46].map(stateOn)).toEqual(['not_yet', 'due', 'due', 'overdue'])
  })

  test('who laid in a stock is not overdue before the stock is used up', () => {
    const history = bought([0, 1], [30, 1], [60, 4])
    expect(dueOf(history, 30, on(60 + 100))?.state).toBe('not_yet')
    expect(dueOf(history, 30, on(60 + 120))?.state).toBe('overdue')
  })

  test('of a product without a cycle is due by two own gaps or more, and else by nothing', () => {
    expect(dueOf(bought(0, 20), null, on(20))).toBeNull()
    expect(dueOf(bought(0, 20, 50), null, on(50))).toMatchObject({ expectedGapDays: 25, nextDay: on(75) })
    expect(rhythmOf([])).toBeUndefined()
  })

  test('is due within ten years, and not on the day of the purchase', () => {
    expect(dueOf(bought([0, 1], [1, 1], [2, 100_000]), 300, on(2))?.nextDay).toBe(on(2 + 3_650))
    expect(dueOf(bought([0, 100], [1, 100], [2, 1]), 1, on(2))?.nextDay).toBe(on(3))
  })

  test('has an expected gap between the shortest and the longest of the own gaps and the product’s', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 })
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 200 }), (own, medianDays) => {
        const days = [0, ...own].map((_, at) => own.slice(0, at).reduce((sum, gap) => sum + gap, 0))
        const due = dueOf(bought(...days), medianDays, on(0))
        expect(due?.expectedGapDays).toBeGreaterThanOrEqual(Math.min(...own, medianDays) - 1e-9)
        expect(due?.expectedGapDays).toBeLessThanOrEqual(Math.max(...own, medianDays) + 1e-9)
      }),
    )
  })
})
