import * as z from 'zod'
import { AsOf, Count } from '../../domain/repurchase/figure-shapes.ts'
import { DuePurchase, DueState } from '../../domain/repurchase/prediction/shop-prediction.ts'
import { refused } from '../../domain/shared/decision.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listPage } from './prediction-lists.ts'
import { loadForPage } from './prediction-store.ts'
import { predictionRefusals } from './refusals.ts'

export const listDue = endpoint(
  {
    summary:
      'Who is due, or overdue, to buy a product again by its cycle and their own, as of last night; the latest first.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({ state: DueState.default('due') }),
    reply: z.object({ ...AsOf.shape, state: DueState, n: Count, ...pageOf(DuePurchase).shape }),
    status: 200,
    refusals: pick(predictionRefusals, 'not_predicted'),
  },
  async ({ path: { shopId }, query: { state, ...page } }, { db }) => {
    const stored = await loadForPage(db, shopId, page)
    if (!stored) return refused('not_predicted')
    const { asOf, definitionVersion, due } = stored.prediction
    const n = due[state]
    const { entries, ...next } = await listPage(db, { shopId, asOf, list: state, count: n }, page)
    const items = entries.map((entry) => DuePurchase.parse(entry))
    return { ok: true, reply: { asOf, definitionVersion, state, n, items, ...next } }
  },
)
