import { passTime } from '../../domain/orders/fulfil-order.ts'
import type { Order } from '../../domain/orders/order.ts'
import type { PayContext } from '../payments/pay-context.ts'
import { commit } from '../shared/commit.ts'
import { dueLimit, dueShardPks } from '../shared/due-shards.ts'
import { closeUnpaidOrder } from './close-unpaid-order.ts'
import { listDueOrders, loadOrder, orderWrites } from './order-store.ts'

/**
 * Does what the clock asks of orders: ends holds that nobody paid, takes shipped goods for received, completes sales.
 * An order that fails is logged and stays due; the others go on.
 * @returns how many were looked at.
 */
export async function sweepDueOrders(context: PayContext): Promise<number> {
  let seen = 0
  for (const shard of dueShardPks) {
    for (const { shopId, orderId } of await listDueOrders(context.db, shard, context.now(), dueLimit)) {
      seen++
      try {
        const order = await loadOrder(context.db, shopId, orderId)
        if (order) await handleDue(context, order)
      } catch (error) {
        context.log.error('due order not handled', { shopId, orderId, error })
      }
    }
  }
  return seen
}

async function handleDue(context: PayContext, order: Order): Promise<void> {
  if (order.status === 'awaiting_payment') {
    if (order.holdEndsAt <= context.now()) await closeUnpaidOrder(context, order, 'hold_ended')
    return
  }
  await commit(context, async () => {
    const current = await loadOrder(context.db, order.shopId, order.orderId)
    if (!current) return { reply: undefined }
    return { writes: orderWrites(current, passTime(current, context.now())), reply: undefined }
  })
}
