import * as z from 'zod'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listPayouts as list, listRequestedPayouts } from './payout-store.ts'
import { PayoutView } from './payout-views.ts'

export const listPayouts = endpoint(
  {
    summary: 'The payouts of the shop, the latest first: all, or those that wait for the owner.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({ status: z.literal('requested').exactOptional() }),
    reply: pageOf(PayoutView),
    status: 200,
    refusals: {},
  },
  async ({ path, query: { status, ...asked } }, { db }) => {
    const { payouts: items, ...page } =
      status === undefined ? await list(db, path, asked) : await listRequestedPayouts(db, path.shopId, asked)
    return { ok: true, reply: { items, ...page } }
  },
)
