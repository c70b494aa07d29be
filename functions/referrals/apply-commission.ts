import * as z from 'zod'
import { OrderCompleted, OrderPaid, OrderRefunded } from '../../domain/orders/events.ts'
import { noteSale } from '../../domain/referrals/order-commission.ts'
import { commit } from '../shared/commit.ts'
import type { Apply } from '../shared/stream.ts'
import { commissionWrites, loadOrderCommission } from './order-commission-store.ts'

/** The events of an order that move commission. */
export const CommissionEvent = z.discriminatedUnion('type', [OrderPaid, OrderCompleted, OrderRefunded])
export type CommissionEvent = z.infer<typeof CommissionEvent>

/** Books what an order's event means to the ledger. The step of the order's commission is the claim: what it has taken in
 *  changes nothing more. */
export const applyCommission: Apply<CommissionEvent> = async ({ event }, context) => {
  await commit(context, async () => {
    const step = noteSale(await loadOrderCommission(context.db, event.shopId, event.orderId), event)
    return step ? { writes: await commissionWrites(context.db, step), reply: undefined } : { reply: undefined }
  })
}
