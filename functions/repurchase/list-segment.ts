import * as z from 'zod'
import { AsOf, Count } from '../../domain/repurchase/figure-shapes.ts'
import { segmentNames, valueClassNames } from '../../domain/repurchase/prediction/segments.ts'
import { CustomerList, PredictedCustomer } from '../../domain/repurchase/prediction/shop-prediction.ts'
import { refused } from '../../domain/shared/decision.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listPage } from './prediction-lists.ts'
import { loadForPage } from './prediction-store.ts'
import { predictionRefusals } from './refusals.ts'

const names = { ...segmentNames, ...valueClassNames }

export const listSegment = endpoint(
  {
    summary: 'The customers of an RFM segment or value class as of last night, the most valuable first.',
    path: z.strictObject({ shopId: ShopId, segment: CustomerList }),
    query: PageQuery,
    reply: z.object({
      ...AsOf.shape,
      /** What the segment is usually called. */
      name: z.object({ zh: z.string(), en: z.string() }),
      /** Customers in it. */
      n: Count,
      ...pageOf(PredictedCustomer).shape,
    }),
    status: 200,
    refusals: pick(predictionRefusals, 'not_predicted'),
  },
  async ({ path: { shopId, segment }, query }, { db }) => {
    const stored = await loadForPage(db, shopId, query)
    if (!stored) return refused('not_predicted')
    const { asOf, definitionVersion, lists } = stored.prediction
    const n = lists[segment] ?? 0
    const { entries, ...next } = await listPage(db, { shopId, asOf, list: segment, count: n }, query)
    const items = entries.map((entry) => PredictedCustomer.parse(entry))
    return { ok: true, reply: { asOf, definitionVersion, name: names[segment], n, items, ...next } }
  },
)
