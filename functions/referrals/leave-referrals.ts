import * as z from 'zod'
import { evolveMember } from '../../domain/referrals/member.ts'
import { leave } from '../../domain/referrals/standing.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { loadMember, memberWrites } from './member-store.ts'
import { referralRefusals } from './refusals.ts'
import { OwnStandingView, standingView } from './standing-view.ts'

export const leaveReferrals = endpoint(
  {
    summary:
      'Leave a shop’s referrals. From then on the caller’s links lead to the goods without credit, and neither visits before nor introductions credit them with new orders. What was earned stays theirs, and so do orders placed before.',
    path: z.strictObject({ shopId: ShopId }),
    reply: OwnStandingView,
    status: 200,
    refusals: pick(referralRefusals, 'shop_not_found'),
  },
  async ({ path: { shopId }, caller }, context) => {
    const customerId = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const [shop, member] = await Promise.all([
        loadShop(context.db, shopId),
        loadMember(context.db, shopId, customerId),
      ])
      if (!shop) return { refusal: { code: 'shop_not_found' } }
      const events = leave(member.standing, context.now())
      return { writes: memberWrites(member, events), reply: standingView(events.reduce(evolveMember, member).standing) }
    })
  },
)
