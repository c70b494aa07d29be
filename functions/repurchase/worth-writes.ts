import type { PurchaseHistory } from '../../domain/repurchase/history.ts'
import { worthOf } from '../../domain/repurchase/worth.ts'
import { CustomerId } from '../../domain/shared/ids.ts'
import { chainWorthChange, changedNodeWrites, nodeWritesMax } from '../referrals/chain-worth.ts'
import { standingWritesMax } from '../referrals/join-standings.ts'
import type { Reader, Write } from '../shared/storage.ts'

/** Writes to the referrals for one history at most: what its customer is worth, and in a merge how they stand. */
export const worthWritesMax = nodeWritesMax + standingWritesMax

/** The writes by which the chains learn what these customers have bought in all. A customer from elsewhere is in no chain. */
export async function worthWrites(db: Reader, histories: readonly PurchaseHistory[]): Promise<Write[]> {
  const changes = await Promise.all(
    histories.map(async (history) => {
      const customerId = CustomerId.safeParse(history.customerId)
      if (!customerId.success) return []
      const { shopId } = history
      return chainWorthChange(db, { shopId, customerId: customerId.data, own: worthOf(history) })
    }),
  )
  return changedNodeWrites(changes.flat())
}
