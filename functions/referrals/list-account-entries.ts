import * as z from 'zod'
import { BookedEntry } from '../../domain/referrals/ledger.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { entryViews } from './entry-view.ts'
import { listEntries } from './ledger-store.ts'

export const listAccountEntries = endpoint(
  {
    summary:
      'The statement of a referrer of the shop, the latest first: every entry with the balances after it, in fen.',
    path: z.strictObject({ shopId: ShopId, referrerId: CustomerId }),
    query: PageQuery,
    reply: pageOf(BookedEntry),
    status: 200,
    refusals: {},
  },
  async ({ path, query, raw }, context) => {
    const { entries, ...page } = await listEntries(context.db, path, query)
    return { ok: true, reply: { items: entryViews(entries, raw.headers['accept-language']), ...page } }
  },
)
