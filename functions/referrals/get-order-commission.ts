import * as z from 'zod'
import { BookedEntry } from '../../domain/referrals/ledger.ts'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { entryViews } from './entry-view.ts'
import { loadEntries } from './ledger-store.ts'

export const getOrderCommission = endpoint(
  {
    summary: 'The ledger’s entries of one order; none where nobody is credited.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    reply: z.object({ orderId: OrderId, entries: z.array(BookedEntry) }),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, orderId }, raw }, context) => {
    const entries = await loadEntries(context.db, shopId, orderId)
    return { ok: true, reply: { orderId, entries: entryViews(entries, raw.headers['accept-language']) } }
  },
)
