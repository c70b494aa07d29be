import * as z from 'zod'
import { cancelPayout as decide } from '../../domain/referrals/ask-payout.ts'
import { PayoutId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { payoutRefusals } from './payout-refusals.ts'
import { loadPayout, payoutWrites } from './payout-store.ts'
import { MyPayout, myPayout } from './payout-views.ts'

export const cancelPayout = endpoint(
  {
    summary:
      'Call off a payout of the caller’s. What WeChat may know of ends when WeChat has said so: it is paid if the user confirmed it first.',
    path: z.strictObject({ shopId: ShopId, payoutId: PayoutId }),
    reply: MyPayout,
    status: 200,
    refusals: pick(payoutRefusals, 'payout_not_found', 'payout_ended'),
  },
  async ({ path, caller }, context) => {
    const { customerId } = signedIn(caller)
    return commit(context, async () => {
      const payout = await loadPayout(context.db, path)
      if (payout?.referrerId !== customerId) return { refusal: { code: 'payout_not_found' } }
      const decision = decide(payout, context.now())
      if (decision === 'cancelled') return { reply: myPayout(payout) }
      if (!decision.ok) return decision
      return { writes: await payoutWrites(context.db, payout, decision.step), reply: myPayout(decision.step.after) }
    })
  },
)
