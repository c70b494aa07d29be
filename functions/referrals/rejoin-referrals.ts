import * as z from 'zod'
import { evolveMember } from '../../domain/referrals/member.ts'
import { rejoin } from '../../domain/referrals/standing.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadMember, memberWrites } from './member-store.ts'
import { referralRefusals } from './refusals.ts'
import { OwnStandingView, standingView } from './standing-view.ts'

export const rejoinReferrals = endpoint(
  {
    summary:
      'Come back to a shop’s referrals after leaving them: the same links and the same account. Visits and introductions from then on credit the caller; those before do not.',
    path: z.strictObject({ shopId: ShopId }),
    reply: OwnStandingView,
    status: 200,
    refusals: pick(referralRefusals, 'referrer_suspended'),
  },
  async ({ path: { shopId }, caller }, context) => {
    const customerId = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const member = await loadMember(context.db, shopId, customerId)
      const decision = rejoin(member.standing, context.now())
      if (!decision.ok) return decision
      const { standing } = decision.events.reduce(evolveMember, member)
      return { writes: memberWrites(member, decision.events), reply: standingView(standing) }
    })
  },
)
