import * as z from 'zod'
import { AsOf, ChainFigures, ScopeFigures } from '../../domain/repurchase/figure-shapes.ts'
import { chainFigures, scopeFigures } from '../../domain/repurchase/figures.ts'
import { OutsideId } from '../../domain/repurchase/history.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { loadChainWorth } from '../referrals/chain-worth.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { AsOfQuery, shopAsOf } from './as-of.ts'
import { loadSeries } from './cell-store.ts'
import { repurchaseRefusals } from './refusals.ts'

export const getReferrerRepurchase = endpoint(
  {
    summary:
      'The repurchase figures over the customers whom one referrer introduced, and under `chain` the plain ones over everybody below in the chain, introduced directly or not; all zero for who introduced nobody.',
    path: z.strictObject({ shopId: ShopId, customerId: OutsideId }),
    query: AsOfQuery,
    reply: z.object({
      ...AsOf.shape,
      referrerId: OutsideId,
      ...ScopeFigures.shape,
      chain: ChainFigures.nullable().meta({
        description:
          'Sums over all customers below, who came by a link of the referrer or of somebody below. As of now, a minute late at most; null where a day is asked for.',
      }),
    }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId, customerId: referrerId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const { asOf } = told.header
    const [series, below] = await Promise.all([
      loadSeries(context.db, shopId, { kind: 'referrer', id: referrerId }, asOf),
      // The sums of a chain are kept without days.
      query.asOf === undefined ? loadChainWorth(context.db, shopId, referrerId) : undefined,
    ])
    const chain = below === undefined ? null : chainFigures(below)
    return { ok: true, reply: { ...told.header, referrerId, ...scopeFigures(series), chain } }
  },
)
