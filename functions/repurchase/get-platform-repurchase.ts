import * as z from 'zod'
import { platformScope } from '../../domain/repurchase/cells.ts'
import { AsOf, ScopeFigures } from '../../domain/repurchase/figure-shapes.ts'
import { scopeFigures } from '../../domain/repurchase/figures.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { AsOfQuery, platformAsOf } from './as-of.ts'
import { loadSeries } from './cell-store.ts'
import { repurchaseRefusals } from './refusals.ts'

export const getPlatformRepurchase = endpoint(
  {
    summary: 'The repurchase figures over all shops as of a day; who buys in two shops is a customer of each.',
    query: AsOfQuery,
    reply: z.object({ ...AsOf.shape, ...ScopeFigures.shape }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ query }, context) => {
    const told = platformAsOf(context, query)
    if (!told.ok) return told
    const series = await loadSeries(context.db, '', platformScope, told.header.asOf)
    return { ok: true, reply: { ...told.header, ...scopeFigures(series) } }
  },
)
