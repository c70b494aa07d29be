import * as z from 'zod'
import { rejectPayout as decide } from '../../domain/referrals/ask-payout.ts'
import { LedgerReason } from '../../domain/referrals/ledger.ts'
import { PayoutId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { payoutRefusals } from './payout-refusals.ts'
import { loadPayout, payoutWrites } from './payout-store.ts'
import { PayoutView } from './payout-views.ts'

export const rejectPayout = endpoint(
  {
    summary: 'Do not agree to a payout: its money is available to the referrer again, who reads the reason.',
    path: z.strictObject({ shopId: ShopId, payoutId: PayoutId }),
    body: z.strictObject({ reason: LedgerReason }),
    reply: PayoutView,
    status: 200,
    refusals: pick(payoutRefusals, 'payout_not_found', 'payout_under_way', 'payout_ended'),
  },
  async ({ path, body: { reason } }, context) =>
    commit(context, async () => {
      const payout = await loadPayout(context.db, path)
      if (!payout) return { refusal: { code: 'payout_not_found' } }
      const decision = decide(payout, reason, context.now())
      if (decision === 'rejected') return { reply: payout }
      if (!decision.ok) return decision
      return { writes: await payoutWrites(context.db, payout, decision.step), reply: decision.step.after }
    }),
)
