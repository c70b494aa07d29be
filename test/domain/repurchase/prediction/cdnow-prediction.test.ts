import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { populationSpendFen } from '../../../../domain/repurchase/prediction/gamma-gamma.ts'
import { predictShop } from '../../../../domain/repurchase/prediction/predict-shop.ts'
import type { CustomerPurchases } from '../../../../domain/repurchase/prediction/purchase-timing.ts'
import { countScores } from '../../../../domain/repurchase/prediction/rfm.ts'
import type { Segment, ValueClass } from '../../../../domain/repurchase/prediction/segments.ts'

// The CDNOW sample of Fader and Hardie, on which they published the models. The data lie beside the project and are no
// part of it.
const file = (name: string) => fileURLToPath(new URL(`../../../../../shared/data/${name}`, import.meta.url))
const isThere = existsSync(file('cdnow_sample.csv'))

const Counts = z.record(z.string(), z.int())
const Expected = z.object({
  rfm: z.object({
    r_scores: Counts,
    f_scores: Counts,
    m_scores: Counts,
    segments_rf: Counts,
    segments_cn_mean: Counts,
  }),
})

/** Purchases up to and with a day. */
function readCustomers(until: string): CustomerPurchases[] {
  const [, ...lines] = readFileSync(file('cdnow_sample.csv'), 'utf8').trim().split('\n')
  const customers = new Map<string, { orders: number; days: Map<string, number> }>()
  for (const line of lines) {
    const [, customerId = '', , , amount, day = ''] = line.split(',')
    if (day > until) continue
    const { orders, days } = customers.get(customerId) ?? { orders: 0, days: new Map<string, number>() }
    days.set(day, (days.get(day) ?? 0) + Math.round(Number(amount) * 100))
    customers.set(customerId, { orders: orders + 1, days })
  }
  return [...customers].map(([customerId, { orders, days }]) => ({
    customerId,
    orders,
    purchaseDays: [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, amountFen]) => ({ day, amountFen })),
  }))
}

const countOf = (names: readonly string[]) => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

describe.skipIf(!isThere)(
  `the CDNOW sample${isThere ? '' : ' (not run: ../shared/data/cdnow_sample.csv is not there)'}`,
  () => {
    const calibrationEnd = '1997-09-30'

    test('gives the published parameters after 39 weeks', () => {
      const { bgNbd, gammaGamma } = predictShop(readCustomers(calibrationEnd), calibrationEnd)
      if (!bgNbd.ok || !gammaGamma.ok) throw new Error('no model')
      const published = { r: 0.2426, alpha: 4.4136, a: 0.793, b: 2.4262, logLikelihood: -9582.429 }
      for (const [key, value] of Object.entries(published))
        expect(Math.abs(bgNbd.model[key as keyof typeof published] - value)).toBeLessThan(1e-3)
      expect(bgNbd.model).toMatchObject({ n: 2_357, converged: true })
      expect(gammaGamma.model).toMatchObject({ n: 946, converged: true })
      expect(gammaGamma.model.p).toBeCloseTo(6.25, 2)
      expect(gammaGamma.model.q).toBeCloseTo(3.74, 2)
      expect(gammaGamma.model.v).toBeCloseTo(15.44, 2)
      expect((populationSpendFen(gammaGamma.model) ?? 0) / 100).toBeCloseTo(35.17, 2)
    })

    test('is expected to buy as often in the next 39 weeks as an independent program says', () => {
      const { customers } = predictShop(readCustomers(calibrationEnd), calibrationEnd, 39 * 7)
      const expected = customers.reduce((sum, each) => sum + (each.expectedPurchases ?? 0), 0)
      expect(expected).toBeCloseTo(1653.409, 2)
      const alive = customers.reduce((sum, each) => sum + (each.probabilityAlive ?? 0), 0)
      expect(alive / customers.length).toBeCloseTo(0.81344, 5)
    })

    test('has the scores, segments and classes of an independent program', () => {
      const { rfm } = Expected.parse(JSON.parse(readFileSync(file('cdnow_sample.expected.json'), 'utf8')))
      const { customers } = predictShop(readCustomers('1998-06-30'), '1998-06-30')
      expect(countScores(customers)).toEqual({ r: rfm.r_scores, f: rfm.f_scores, m: rfm.m_scores })
      const theirs: Partial<Record<string, Segment>> = { potential: 'potential_loyalists' }
      const segments = Object.entries(rfm.segments_rf).map(([name, count]) => [theirs[name] ?? name, count])
      expect(countOf(customers.map(({ segment }) => segment))).toEqual(Object.fromEntries(segments))
      const classes = {
        important_value: '重要价值',
        important_develop: '重要发展',
        important_keep: '重要保持',
        important_win_back: '重要挽留',
        general_value: '一般价值',
        general_develop: '一般发展',
        general_keep: '一般保持',
        general_win_back: '一般挽留',
      } as const satisfies Record<ValueClass, string>
      expect(countOf(customers.map(({ valueClass }) => classes[valueClass]))).toEqual(rfm.segments_cn_mean)
    })
  },
)
