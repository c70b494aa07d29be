import * as z from 'zod'
import { Balances } from '../../domain/referrals/ledger.ts'
import { Link, linksShownMax } from '../../domain/referrals/link.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { loadAccount } from './ledger-store.ts'
import { listLinks } from './link-store.ts'

export const getMyReferrals = endpoint(
  {
    summary:
      'The caller’s links in a shop, and their commission there, in fen: waiting for completion, their own, kept back until somebody has decided, in a payout under way, and paid out.',
    path: z.strictObject({ shopId: ShopId }),
    reply: z.object({
      links: z.array(Link.omit({ referrerId: true })),
      ...Balances.shape,
    }),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, caller }, context) => {
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    const [links, account] = await Promise.all([
      listLinks(context.db, { shopId, referrerId }, linksShownMax),
      loadAccount(context.db, shopId, referrerId),
    ])
    return { ok: true, reply: { links, ...account } }
  },
)
