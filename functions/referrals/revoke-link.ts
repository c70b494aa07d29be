import * as z from 'zod'
import { LinkCode } from '../../domain/referrals/link.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadLink, revokeLinkWrites } from './link-store.ts'
import { referralRefusals } from './refusals.ts'

export const revokeLink = endpoint(
  {
    summary:
      'End a link, by its owner or the shop’s: it still leads to the shop, and visits by it count no more. Those before stay, and so do orders that they won. Asked for anew, the same link gets another code.',
    path: z.strictObject({ shopId: ShopId, code: LinkCode }),
    reply: z.null(),
    status: 204,
    refusals: pick(referralRefusals, 'link_not_found'),
  },
  async ({ path, caller }, context) => {
    const { customerId, roleInShop } = signedIn(caller)
    return commit(context, async () => {
      const link = await loadLink(context.db, path.code)
      const isTheirs = link?.referrerId === customerId || roleInShop === 'owner'
      if (link?.shopId !== path.shopId || !isTheirs) return { refusal: { code: 'link_not_found' } }
      if (link.revokedAt !== undefined) return { reply: null }
      return { writes: revokeLinkWrites(link, customerId, context.now()), reply: null }
    })
  },
)
