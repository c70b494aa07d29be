import * as z from 'zod'
import { BookedEntry } from '../../domain/referrals/ledger.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { entryViews } from './entry-view.ts'
import { listEntries } from './ledger-store.ts'

export const listMyEntries = endpoint(
  {
    summary:
      'The caller’s statement in a shop, the latest first: every entry of their commission with the balances after it, in fen.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(BookedEntry),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query, caller, raw }, context) => {
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    const { entries, ...page } = await listEntries(context.db, { shopId, referrerId }, query)
    return { ok: true, reply: { items: entryViews(entries, raw.headers['accept-language']), ...page } }
  },
)
