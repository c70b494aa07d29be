import * as z from 'zod'
import { Balances } from '../../domain/referrals/ledger.ts'
import { Link, linksShownMax } from '../../domain/referrals/link.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { loadNode } from './chain-store.ts'
import { OwnChainView, ownChainView } from './chain-views.ts'
import { loadAccount } from './ledger-store.ts'
import { listLinks } from './link-store.ts'
import { loadMember } from './member-store.ts'
import { OwnStandingView, standingView } from './standing-view.ts'

export const getMyReferrals = endpoint(
  {
    summary:
      'The caller’s links in a shop (all of them: `GET …/links`), and their commission there, in fen: waiting for completion, their own, kept back until somebody has decided, in a payout under way, and paid out; and whether they take part there, or have left or were suspended, and why.',
    path: z.strictObject({ shopId: ShopId }),
    reply: z.object({
      chain: OwnChainView,
      standing: OwnStandingView,
      links: z.array(Link.omit({ referrerId: true })),
      ...Balances.shape,
    }),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, caller }, context) => {
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    const [node, { links }, account, { standing }] = await Promise.all([
      loadNode(context.db, { shopId, customerId: referrerId }),
      listLinks(context.db, { shopId, referrerId }, { limit: linksShownMax }),
      loadAccount(context.db, shopId, referrerId),
      loadMember(context.db, shopId, referrerId),
    ])
    return { ok: true, reply: { links, ...account, chain: ownChainView(node), standing: standingView(standing) } }
  },
)
