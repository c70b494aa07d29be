import { dueAt, type Payout } from '../../domain/referrals/payout.ts'
import { advancePayout } from './advance-payout.ts'
import { loadPayout } from './payout-store.ts'
import { myPayout } from './payout-views.ts'
import type { PayoutsContext } from './payouts-context.ts'

/** Asks WeChat at once, so that the caller need not wait for the sweep, and shows what came of it. */
export async function advanceAndShow(context: PayoutsContext, payout: Payout) {
  const due = dueAt(payout)
  if (due === undefined || due > context.now()) return { ok: true, reply: myPayout(payout) } as const
  const { shopId, payoutId } = payout
  await advancePayout(context, { shopId, payoutId })
  return { ok: true, reply: myPayout((await loadPayout(context.db, { shopId, payoutId })) ?? payout) } as const
}
