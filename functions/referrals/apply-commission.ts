import * as z from 'zod'
import { OrderCompleted, OrderPaid, OrderRefunded } from '../../domain/orders/events.ts'
import { thenHold } from '../../domain/referrals/order-commission.ts'
import { noteSales } from '../../domain/referrals/order-commissions.ts'
import { commit } from '../shared/commit.ts'
import type { Apply } from '../shared/stream.ts'
import { commissionWrites, loadOrderCommissions } from './order-commission-store.ts'
import { screenSale } from './screen-sale.ts'

/** The events of an order that move commission. */
export const CommissionEvent = z.discriminatedUnion('type', [OrderPaid, OrderCompleted, OrderRefunded])
export type CommissionEvent = z.infer<typeof CommissionEvent>

/** Books what an order's event means to the ledger, and keeps it back where something speaks against paying it. The step of
 *  the order's commission is the claim: what it has taken in changes nothing more. */
export const applyCommission: Apply<CommissionEvent> = async ({ event }, context) => {
  await commit(context, async () => {
    const noted = noteSales(await loadOrderCommissions(context.db, event.shopId, event.orderId), event)
    const [direct, second] = noted
    if (!direct) return { reply: undefined }
    const { held, writes } = await screenSale(context.db, event, second ? [direct, second] : [direct])
    const steps = held ? noted.map((step) => thenHold(step, held)) : noted
    return { writes: [...(await commissionWrites(context.db, steps)), ...writes], reply: undefined }
  })
}
