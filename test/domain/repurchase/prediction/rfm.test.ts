import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countScores,
  type RfmValues,
  rfmScale,
  rfmValues,
  scoresOn,
} from '../../../../domain/repurchase/prediction/rfm.ts'
import {
  segmentNames,
  segmentOf,
  segments,
  valueClasses,
  valueClassNames,
  valueClassOn,
} from '../../../../domain/repurchase/prediction/segments.ts'

const customers = fc.array(
  fc.record({
    recencyDays: fc.nat(12),
    orders: fc.integer({ min: 1, max: 5 }),
    amountFen: fc.nat(30).map((x) => x * 100),
  }),
  { minLength: 1, maxLength: 60 },
)

const scoresOf = (all: readonly RfmValues[]) => all.map((customer) => scoresOn(rfmScale(all), customer))
const classesOf = (all: readonly RfmValues[]) => all.map((customer) => valueClassOn(rfmScale(all), customer))

test('looks at the last purchase day, the orders and the net amount', () => {
  const first = { day: '2026-05-01', amountFen: 300 }
  const last = { day: '2026-06-20', amountFen: 50 }
  expect(rfmValues({ customerId: 'a', purchaseDays: [first, last], orders: 3 }, '2026-06-30')).toEqual({
    recencyDays: 10,
    orders: 3,
    amountFen: 350,
  })
})

describe('a score', () => {
  test('is one and the fifths of customers strictly worse', () => {
    fc.assert(
      fc.property(customers, (all) => {
        const n = all.length
        for (const [at, score] of scoresOf(all).entries()) {
          const own = all[at] as RfmValues
          const worse = (isWorse: (other: RfmValues) => boolean) => all.filter(isWorse).length
          expect(score).toEqual({
            r: 1 + Math.floor((5 * worse((other) => other.recencyDays > own.recencyDays)) / n),
            f: 1 + Math.floor((5 * worse((other) => other.orders < own.orders)) / n),
            m: 1 + Math.floor((5 * worse((other) => other.amountFen < own.amountFen)) / n),
          })
        }
      }),
    )
  })

  test('of somebody new lies between those of the customers whom they lie between', () => {
    const all = [1, 2, 3, 4, 5].map((x) => ({ recencyDays: 100 - 10 * x, orders: 2 * x, amountFen: 100 * x }))
    const between = { recencyDays: 65, orders: 7, amountFen: 99 }
    expect(scoresOn(rfmScale(all), between)).toEqual({ r: 3, f: 3, m: 1 })
    expect(scoresOn(rfmScale([]), between)).toEqual({ r: 1, f: 1, m: 1 })
  })

  test('is shared by equals: where all are alike, all have the lowest', () => {
    const alike = Array.from({ length: 7 }, () => ({ recencyDays: 3, orders: 1, amountFen: 100 }))
    expect(countScores(scoresOf(alike))).toEqual({ r: { 1: 7 }, f: { 1: 7 }, m: { 1: 7 } })
  })

  test('counts every customer once for each of the three', () => {
    fc.assert(
      fc.property(customers, (all) => {
        for (const counts of Object.values(countScores(scoresOf(all))))
          expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(all.length)
      }),
    )
  })
})

describe('segments', () => {
  const all = [1, 2, 3, 4, 5]

  test('are there for every combination of scores, each of the ten for some', () => {
    const found = all.flatMap((r) => all.flatMap((f) => all.map((m) => segmentOf({ r, f, m }))))
    expect(found).toHaveLength(125)
    expect(new Set(found)).toEqual(new Set(segments))
    expect(() => segmentOf({ r: 0, f: 1, m: 1 })).toThrow('from 1 to 5')
  })

  test.each([
    ['champions', 5, 5],
    ['champions', 4, 4],
    ['loyal', 3, 5],
    ['new', 5, 1],
    ['promising', 4, 1],
    ['about_to_sleep', 3, 2],
    ['cant_lose', 1, 5],
    ['at_risk', 2, 3],
    ['hibernating', 1, 1],
  ] as const)('are called %s at recency %d and frequency %d', (segment, r, f) => {
    expect(segmentOf({ r, f, m: 3 })).toBe(segment)
  })

  test('have a name in both languages, each its own', () => {
    for (const names of [segmentNames, valueClassNames])
      for (const language of ['zh', 'en'] as const)
        expect(new Set(Object.values(names).map((name) => name[language])).size).toBe(Object.keys(names).length)
  })
})

describe('value classes', () => {
  const customer = (recencyDays: number, orders: number, amountFen: number) => ({ recencyDays, orders, amountFen })

  test('tell the eight ways to be above or below the mean', () => {
    const eight = [1, 3].flatMap((days) => [3, 1].flatMap((orders) => [3, 1].map((fen) => customer(days, orders, fen))))
    expect(classesOf(eight)).toEqual([
      'important_value',
      'general_value',
      'important_develop',
      'general_develop',
      'important_keep',
      'general_keep',
      'important_win_back',
      'general_win_back',
    ])
    expect(new Set(valueClasses)).toEqual(new Set(classesOf(eight)))
  })

  test('take who is at every mean as recent, and not above in orders and amount', () => {
    expect(classesOf([customer(1, 1, 1), customer(2, 2, 2), customer(3, 3, 3)])[1]).toBe('general_develop')
  })
})
