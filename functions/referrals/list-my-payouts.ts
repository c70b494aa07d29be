import * as z from 'zod'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listPayouts } from './payout-store.ts'
import { MyPayout, myPayout } from './payout-views.ts'

export const listMyPayouts = endpoint(
  {
    summary: 'The caller’s payouts in a shop, the latest first.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(MyPayout),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query, caller }, { db }) => {
    const referrerId = signedIn(caller).customerId
    const { payouts, ...page } = await listPayouts(db, { shopId, referrerId }, query)
    return { ok: true, reply: { items: payouts.map(myPayout), ...page } }
  },
)
