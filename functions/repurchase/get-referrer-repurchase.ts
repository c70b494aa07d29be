import * as z from 'zod'
import { RepurchaseSummary } from '../../domain/repurchase/summary.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { loadSummary } from './load-summary.ts'

export const getReferrerRepurchase = endpoint(
  {
    summary:
      'Tells how many of the customers whom one referrer introduced came back; all zero for who introduced nobody.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    reply: RepurchaseSummary.extend({ referrerId: CustomerId }),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, customerId } }, context) => {
    const summary = await loadSummary(context, shopId, customerId)
    return { ok: true, reply: { ...summary, referrerId: customerId } }
  },
)
