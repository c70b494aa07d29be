import { dueLimit, dueShardPks } from '../shared/due-shards.ts'
import { advancePayout } from './advance-payout.ts'
import { listDuePayouts } from './payout-store.ts'
import type { PayoutsContext } from './payouts-context.ts'

/**
 * Asks WeChat about every payout that is due. One that fails does not keep the others.
 * @returns how many were looked at.
 */
export async function sweepDuePayouts(context: PayoutsContext): Promise<number> {
  let seen = 0
  for (const shard of dueShardPks) {
    for (const ref of await listDuePayouts(context.db, shard, context.now(), dueLimit)) {
      seen++
      try {
        await advancePayout(context, ref)
      } catch (error) {
        context.log.error('due payout not handled', { ...ref, error })
      }
    }
  }
  return seen
}
