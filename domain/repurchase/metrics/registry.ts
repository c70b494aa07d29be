import type { Metric } from './metric.ts'
import { monthMetrics } from './months.ts'
import { predictionMetrics } from './predictions.ts'
import { productMetrics } from './products.ts'
import { totalMetrics } from './totals.ts'
import { windowMetrics } from './windows.ts'

/** Every figure that the answers have, by the key under which they have it. */
export const metrics: readonly Metric[] = [
  ...totalMetrics,
  ...windowMetrics,
  ...monthMetrics,
  ...productMetrics,
  ...predictionMetrics,
]
