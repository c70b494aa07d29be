import * as z from 'zod'
import { evolveMember } from '../../domain/referrals/member.ts'
import { Suspension, suspend } from '../../domain/referrals/standing.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadReferrer } from './load-referrer.ts'
import { memberWrites } from './member-store.ts'
import { referralRefusals } from './refusals.ts'
import { StandingView, standingView } from './standing-view.ts'

export const suspendReferrer = endpoint(
  {
    summary:
      'Suspend somebody’s referrals in the shop, with a reason that they read: as if they had left, until the owner lifts it. What was earned stays theirs.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    body: z.strictObject(Suspension.pick({ reason: true }).shape),
    reply: StandingView,
    status: 200,
    refusals: pick(referralRefusals, 'referrer_not_found', 'suspended_otherwise'),
  },
  async ({ path, body: { reason }, caller }, context) => {
    const by = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const member = await loadReferrer(context.db, path)
      if (!member) return { refusal: { code: 'referrer_not_found' } }
      const decision = suspend(member.standing, { reason, by }, context.now())
      if (!decision.ok) return decision
      const { standing } = decision.events.reduce(evolveMember, member)
      return { writes: memberWrites(member, decision.events), reply: standingView(standing) }
    })
  },
)
