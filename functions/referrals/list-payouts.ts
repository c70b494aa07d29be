import * as z from 'zod'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listPayouts as list } from './payout-store.ts'
import { PayoutView } from './payout-views.ts'

export const listPayouts = endpoint(
  {
    summary: 'The payouts of the shop, the latest first.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(PayoutView),
    status: 200,
    refusals: {},
  },
  async ({ path, query }, { db }) => {
    const { payouts: items, ...page } = await list(db, path, query)
    return { ok: true, reply: { items, ...page } }
  },
)
