import * as z from 'zod'
import { Link, linksShownMax } from '../../domain/referrals/link.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { loadNode } from './chain-store.ts'
import { OwnChainView, ownChainView } from './chain-views.ts'
import { loadAccount } from './ledger-store.ts'
import { listLinks } from './link-store.ts'

export const getMyReferrals = endpoint(
  {
    summary: 'The caller’s links in a shop, the commission that waits for completion and that is their own, in fen.',
    path: z.strictObject({ shopId: ShopId }),
    reply: z.object({
      chain: OwnChainView,
      links: z.array(Link.omit({ referrerId: true })),
      pendingFen: z.int(),
      availableFen: z.int(),
    }),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, caller }, context) => {
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    const node = await loadNode(context.db, { shopId, customerId: referrerId })
    const [links, account] = await Promise.all([
      listLinks(context.db, { shopId, referrerId }, linksShownMax),
      loadAccount(context.db, shopId, referrerId),
    ])
    return { ok: true, reply: { links, ...account, chain: ownChainView(node) } }
  },
)
