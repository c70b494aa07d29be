import * as z from 'zod'
import { evolveMember } from '../../domain/referrals/member.ts'
import { liftSuspension as decide } from '../../domain/referrals/standing.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadReferrer } from './load-referrer.ts'
import { memberWrites } from './member-store.ts'
import { referralRefusals } from './refusals.ts'
import { StandingView, standingView } from './standing-view.ts'

export const liftSuspension = endpoint(
  {
    summary:
      'Take a suspension back: links, introductions and visits from before it credit the referrer again with orders from then on. Who has left as well stays away until they come back.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    reply: StandingView,
    status: 200,
    refusals: pick(referralRefusals, 'referrer_not_found'),
  },
  async ({ path, caller }, context) => {
    const by = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const member = await loadReferrer(context.db, path)
      if (!member) return { refusal: { code: 'referrer_not_found' } }
      const events = decide(member.standing, by, context.now())
      return { writes: memberWrites(member, events), reply: standingView(events.reduce(evolveMember, member).standing) }
    })
  },
)
