import * as z from 'zod'
import { shopScope } from '../../domain/repurchase/cells.ts'
import { AsOf, ScopeFigures } from '../../domain/repurchase/figure-shapes.ts'
import { monthFigures } from '../../domain/repurchase/month-figures.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { AsOfQuery, shopAsOf } from './as-of.ts'
import { loadMonths } from './cell-store.ts'
import { repurchaseRefusals } from './refusals.ts'

export const getRepurchaseMonths = endpoint(
  {
    summary: 'What the customers of a shop were to each month: new, active last month too, back after a gap, inactive.',
    path: z.strictObject({ shopId: ShopId }),
    query: AsOfQuery,
    reply: z.object({ ...AsOf.shape, months: ScopeFigures.shape.months }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const series = await loadMonths(context.db, shopId, shopScope, told.header.asOf)
    return { ok: true, reply: { ...told.header, months: monthFigures(series) } }
  },
)
