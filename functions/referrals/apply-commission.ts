import * as z from 'zod'
import { OrderCompleted, OrderPaid, OrderRefunded } from '../../domain/orders/events.ts'
import { bookCommission } from '../../domain/referrals/commission.ts'
import { commit } from '../shared/commit.ts'
import type { Apply } from '../shared/stream.ts'
import { entryWrites, hasEntry } from './ledger-store.ts'

/** The events of an order that move commission. */
export const CommissionEvent = z.discriminatedUnion('type', [OrderPaid, OrderCompleted, OrderRefunded])
export type CommissionEvent = z.infer<typeof CommissionEvent>

/** Books what an order's event means to the ledger. The entry itself is the claim: there is one per order and
 *  kind, of reversals one per refund. */
export const applyCommission: Apply<CommissionEvent> = async ({ event }, context) => {
  const entry = bookCommission(event)
  if (!entry) return
  await commit(context, async () => {
    if (await hasEntry(context.db, entry)) return { reply: undefined }
    return { writes: entryWrites(entry), reply: undefined }
  })
}
