import * as z from 'zod'
import { AsOf, ScopeFigures } from '../../domain/repurchase/figure-shapes.ts'
import { scopeFigures } from '../../domain/repurchase/figures.ts'
import { OutsideId } from '../../domain/repurchase/history.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { AsOfQuery, shopAsOf } from './as-of.ts'
import { loadSeries } from './cell-store.ts'
import { repurchaseRefusals } from './refusals.ts'

export const getReferrerRepurchase = endpoint(
  {
    summary:
      'The repurchase figures over the customers whom one referrer introduced; all zero for who introduced nobody.',
    path: z.strictObject({ shopId: ShopId, customerId: OutsideId }),
    query: AsOfQuery,
    reply: z.object({ ...AsOf.shape, referrerId: OutsideId, ...ScopeFigures.shape }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId, customerId: referrerId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const series = await loadSeries(context.db, shopId, { kind: 'referrer', id: referrerId }, told.header.asOf)
    return { ok: true, reply: { ...told.header, referrerId, ...scopeFigures(series) } }
  },
)
