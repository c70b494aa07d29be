import { expect, test } from 'vitest'
import * as z from 'zod'
import {
  ChannelFigures,
  ProductFigures,
  ScopeFigures,
  SummaryFigures,
} from '../../../domain/repurchase/figure-shapes.ts'
import { Metric } from '../../../domain/repurchase/metrics/metric.ts'
import { metrics } from '../../../domain/repurchase/metrics/registry.ts'
import { predictionFigures } from '../../../domain/repurchase/prediction/prediction-figures.ts'
import { PredictedCustomer } from '../../../domain/repurchase/prediction/shop-prediction.ts'

/** Names that an answer has, those of its maps and lists by the name of the map. */
function namesIn(shape: z.ZodType, before = ''): string[] {
  if (shape instanceof z.ZodRecord && shape.valueType instanceof z.ZodObject) return namesIn(shape.valueType, before)
  if (!(shape instanceof z.ZodObject)) return [before]
  return Object.entries(shape.shape).flatMap(([name, inner]) => {
    const path = before === '' ? name : `${before}.${name}`
    // A middle with its quartiles, or an interval, is one figure.
    const isWhole = inner instanceof z.ZodObject && 'n' in inner.shape
    return isWhole || name === 'interval95' ? [path] : namesIn(inner, path)
  })
}

test('the registry has every figure of the answers, and no other', () => {
  const ofChannels = ChannelFigures.omit({ channel: true }).omit(
    Object.fromEntries(Object.keys(SummaryFigures.shape).map((name) => [name, true])) as Record<
      keyof typeof SummaryFigures.shape,
      true
    >,
  )
  const ofPredictions = namesIn(PredictedCustomer.omit({ customerId: true }), 'prediction')
  const models = Object.keys(predictionFigures([]).value).map((name) => `value.${name}`)
  const names = [
    'driftCells',
    'chain',
    ...namesIn(ScopeFigures),
    ...namesIn(ProductFigures, 'products'),
    ...namesIn(ofChannels, 'channels'),
    'rfm',
    ...models,
    ...ofPredictions,
  ]
  expect(metrics.map(({ key }) => key).sort()).toEqual(names.sort())
})

test('every figure is told in both languages', () => {
  for (const metric of metrics) {
    expect(Metric.parse(metric)).toEqual(metric)
    for (const { zh, en } of [metric.name, metric.definition, metric.edgeCases, metric.differs]) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).toMatch(/[a-z]{2}/)
    }
  }
})
