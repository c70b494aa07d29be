import * as z from 'zod'
import { shopScope } from '../../domain/repurchase/cells.ts'
import { AsOf, ScopeFigures } from '../../domain/repurchase/figure-shapes.ts'
import { cohortFigures } from '../../domain/repurchase/month-figures.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { AsOfQuery, shopAsOf } from './as-of.ts'
import { loadMonths } from './cell-store.ts'
import { repurchaseRefusals } from './refusals.ts'

export const getRepurchaseCohorts = endpoint(
  {
    summary: 'Customers by the month of their first purchase, and how many of them bought in each month after.',
    path: z.strictObject({ shopId: ShopId }),
    query: AsOfQuery,
    reply: z.object({ ...AsOf.shape, cohorts: ScopeFigures.shape.cohorts }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const series = await loadMonths(context.db, shopId, shopScope, told.header.asOf)
    return { ok: true, reply: { ...told.header, cohorts: cohortFigures(series) } }
  },
)
