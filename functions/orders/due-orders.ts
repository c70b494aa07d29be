import { passTime } from '../../domain/orders/fulfil-order.ts'
import type { Order } from '../../domain/orders/order.ts'
import { addMinutes } from '../../domain/shared/time.ts'
import type { PayContext } from '../payments/pay-context.ts'
import { commit } from '../shared/commit.ts'
import { dueLimit, dueShardPks, listDue } from '../shared/due-shards.ts'
import { closeUnpaidOrder } from './close-unpaid-order.ts'
import { listDueOrders, loadOrder, orderWrites, postponeDue } from './order-store.ts'

/** An order that failed is tried again after so long, behind the others: however many fail, none waits for them. */
const failedRetryMinutes = 5

/**
 * Does what the clock asks of orders: ends holds that nobody paid, takes shipped goods for received, completes sales.
 * An order that fails is logged and comes again later; the others go on.
 * @returns how many were looked at.
 */
export async function sweepDueOrders(context: PayContext): Promise<number> {
  const { db, now } = context
  const due = await listDue(dueShardPks, (shard) => listDueOrders(db, shard, now(), dueLimit))
  for (const { shopId, orderId } of due) {
    const order = await loadOrder(db, shopId, orderId)
    if (order) await handleOrPostpone(context, order)
  }
  return due.length
}

async function handleOrPostpone(context: PayContext, order: Order): Promise<void> {
  try {
    await handleDue(context, order)
  } catch (error) {
    const { shopId, orderId } = order
    context.log.error('due order not handled', { shopId, orderId, error })
    // Refused where the order has changed by now: then it is not the one that failed.
    await context.db.transact([postponeDue(order, addMinutes(context.now(), failedRetryMinutes))])
  }
}

async function handleDue(context: PayContext, order: Order): Promise<void> {
  if (order.status === 'awaiting_payment') {
    if (order.holdEndsAt <= context.now()) await closeUnpaidOrder(context, order, 'hold_ended')
    return
  }
  await commit(context, async () => {
    const current = await loadOrder(context.db, order.shopId, order.orderId)
    if (!current) return { reply: undefined }
    const events = passTime(current, context.now())
    for (const event of events)
      if (event.type === 'after_sales_escalated') {
        const { shopId, orderId, afterSalesId } = event
        context.log.error('after-sales left without an answer', { shopId, orderId, afterSalesId })
      }
    return { writes: orderWrites(current, events), reply: undefined }
  })
}
