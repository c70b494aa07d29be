import { dueLimit, dueShardPks, listDue } from '../shared/due-shards.ts'
import { advancePayout } from './advance-payout.ts'
import { listDuePayouts } from './payout-store.ts'
import type { PayoutsContext } from './payouts-context.ts'

/**
 * Asks WeChat about every payout that is due. One that fails does not keep the others.
 * @returns how many were looked at.
 */
export async function sweepDuePayouts(context: PayoutsContext): Promise<number> {
  const { db, now, log } = context
  const due = await listDue(dueShardPks, (shard) => listDuePayouts(db, shard, now(), dueLimit))
  for (const ref of due) {
    try {
      await advancePayout(context, ref)
    } catch (error) {
      log.error('due payout not handled', { ...ref, error })
    }
  }
  return due.length
}
