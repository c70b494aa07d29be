import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { noPurchases, type Purchase, type PurchaseHistory } from '../../../../domain/repurchase/history.ts'
import { customerPurchasesOf } from '../../../../domain/repurchase/prediction/from-history.ts'
import { populationSpendFen } from '../../../../domain/repurchase/prediction/gamma-gamma.ts'
import { factsOf, learnShop, predictor } from '../../../../domain/repurchase/prediction/predict-shop.ts'
import { predictionFigures } from '../../../../domain/repurchase/prediction/prediction-figures.ts'
import type { Segment, ValueClass } from '../../../../domain/repurchase/prediction/segments.ts'
import { shopId } from '../purchases.ts'

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

/** The file as histories: every row an imported order of one disc or more. */
function readHistories(): PurchaseHistory[] {
  const [, ...lines] = readFileSync(file('cdnow_sample.csv'), 'utf8').trim().split('\n')
  const orders = lines.map((line) => {
    const [orderId = '', customerId = '', productId = '', quantity, amount, day = ''] = line.split(',')
    const netFen = Math.round(Number(amount) * 100)
    const none = { at: null, channel: null, referrerId: null, introducerId: null }
    const product = [{ productId, quantity: Number(quantity), netFen, nonGoods: false }]
    const purchase: Purchase = {
      ...{ ...none, orderId, eventNumber: 1, day, netPaidFen: netFen, lines: product },
      ...{ excluded: false, imported: true },
    }
    return { customerId, purchase }
  })
  return [...Map.groupBy(orders, ({ customerId }) => customerId)].map(([customerId, own]) => ({
    ...noPurchases(shopId(), customerId),
    purchases: own.map(({ purchase }) => purchase).sort((a, b) => (a.day < b.day ? -1 : 1)),
  }))
}

const factsAsOf = (asOf: string) =>
  readHistories().flatMap((history) => {
    const purchases = customerPurchasesOf(history, asOf)
    return purchases === undefined ? [] : [factsOf(purchases, asOf)]
  })

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
      const { bgnbd, gammaGamma } = predictionFigures(factsAsOf(calibrationEnd)).value
      const published = { r: 0.2426, alpha: 4.4136, a: 0.793, b: 2.4262, logLikelihood: -9582.429 }
      for (const [key, value] of Object.entries(published))
        expect(Math.abs((bgnbd?.[key as keyof typeof published] ?? 0) - value)).toBeLessThan(1e-3)
      expect(bgnbd).toMatchObject({ n: 2_357, converged: true })
      expect(gammaGamma).toMatchObject({ n: 946, converged: true })
      expect(gammaGamma?.p).toBeCloseTo(6.25, 2)
      expect(gammaGamma?.q).toBeCloseTo(3.74, 2)
      expect(gammaGamma?.v).toBeCloseTo(15.44, 2)
      expect(((gammaGamma && populationSpendFen(gammaGamma)) ?? 0) / 100).toBeCloseTo(35.17, 2)
    })

    test('is expected to buy as often in the next 39 weeks as an independent program says', () => {
      const facts = factsAsOf(calibrationEnd)
      const customers = facts.map(predictor(learnShop(facts), 39 * 7))
      const expected = customers.reduce((sum, each) => sum + (each.expectedPurchases ?? 0), 0)
      expect(expected).toBeCloseTo(1653.409, 2)
      const alive = customers.reduce((sum, each) => sum + (each.probabilityAlive ?? 0), 0)
      expect(alive / customers.length).toBeCloseTo(0.81344, 5)
    })

    test('has the scores, segments and classes of an independent program', () => {
      const { rfm } = Expected.parse(JSON.parse(readFileSync(file('cdnow_sample.expected.json'), 'utf8')))
      const facts = factsAsOf('1998-06-30')
      expect(predictionFigures(facts).rfm).toEqual({ r: rfm.r_scores, f: rfm.f_scores, m: rfm.m_scores })
      const customers = facts.map(predictor(learnShop(facts)))
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
