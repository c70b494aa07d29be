import * as z from 'zod'
import { approvePayout as decide } from '../../domain/referrals/ask-payout.ts'
import { PayoutId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { advanceAndShow } from './advance-and-show.ts'
import { payoutRefusals } from './payout-refusals.ts'
import { loadPayout, payoutWrites } from './payout-store.ts'
import { PayoutView } from './payout-views.ts'
import type { PayoutsContext } from './payouts-context.ts'

export const approvePayout = endpoint(
  {
    summary: 'Agree to a payout: it is sent to WeChat, and its referrer confirms it there.',
    path: z.strictObject({ shopId: ShopId, payoutId: PayoutId }),
    reply: PayoutView,
    status: 200,
    refusals: pick(payoutRefusals, 'payout_not_found', 'payout_ended'),
  },
  async ({ path }, context: PayoutsContext) => {
    const approved = await commit(context, async () => {
      const payout = await loadPayout(context.db, path)
      if (!payout) return { refusal: { code: 'payout_not_found' } }
      const decision = decide(payout, context.now())
      if (decision === 'approved') return { reply: payout }
      if (!decision.ok) return decision
      return { writes: await payoutWrites(context.db, payout, decision.step), reply: decision.step.after }
    })
    return approved.ok ? advanceAndShow(context, approved.reply) : approved
  },
)
