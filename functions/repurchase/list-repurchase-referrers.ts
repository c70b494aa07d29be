import * as z from 'zod'
import { AsOf, ReferrerFigures } from '../../domain/repurchase/figure-shapes.ts'
import { byAmount, summaryFigures } from '../../domain/repurchase/figures.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { shopAsOf } from './as-of.ts'
import { boardReply, RankQuery } from './board.ts'
import { loadBoard } from './cell-store.ts'
import { repurchaseRefusals } from './refusals.ts'

export const listRepurchaseReferrers = endpoint(
  {
    summary:
      'The referrers of a shop by what the customers whom they introduced have bought, and how many of those came back.',
    path: z.strictObject({ shopId: ShopId }),
    query: RankQuery,
    reply: z.object({ ...AsOf.shape, ...boardReply(ReferrerFigures) }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const { totals, isComplete } = await loadBoard(context.db, shopId, 'referrer', told.header.asOf)
    const items = [...totals].map(([referrerId, figures]) => ({ referrerId, ...summaryFigures(figures) }))
    const ranked = items.filter(({ customers }) => customers > 0).sort(byAmount)
    return { ok: true, reply: { ...told.header, items: ranked.slice(0, query.limit), isComplete } }
  },
)
