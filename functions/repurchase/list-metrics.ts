import * as z from 'zod'
import { definitionVersion } from '../../domain/repurchase/figure-shapes.ts'
import { Metric } from '../../domain/repurchase/metrics/metric.ts'
import { metrics } from '../../domain/repurchase/metrics/registry.ts'
import { endpoint } from '../shared/http/endpoint.ts'

export const listMetrics = endpoint(
  {
    summary:
      'Every figure of the repurchase answers: its name, definition, edge cases, and how it differs from others.',
    reply: z.object({ definitionVersion: z.int(), items: z.array(Metric) }),
    status: 200,
    refusals: {},
  },
  async () => ({ ok: true, reply: { definitionVersion, items: [...metrics] } }),
)
