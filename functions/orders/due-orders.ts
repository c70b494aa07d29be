import { passTime } from '../../domain/orders/fulfil-order.ts'
import type { Order } from '../../domain/orders/order.ts'
import { addMinutes } from '../../domain/shared/time.ts'
import type { PayContext } from '../payments/pay-context.ts'
import { commit } from '../shared/commit.ts'
import { sweepDue } from '../shared/sweep-due.ts'
import { closeUnpaidOrder } from './close-unpaid-order.ts'
import { listDueOrders, loadOrder, type OrderKeys, orderWrites, postponeDue } from './order-store.ts'

/** An order that failed is tried again after so long, behind the others: however many fail, none waits for them. */
const failedRetryMinutes = 5

/**
 * Does what the clock asks of orders: ends holds that nobody paid, takes shipped goods for received, completes sales.
 * An order that fails is logged and comes again later; the others go on.
 * @returns how many were looked at.
 */
export const sweepDueOrders = (context: PayContext): Promise<number> =>
  sweepDue(context, { list: listDueOrders, handle: handleOrPostpone, failure: 'due order not handled' })

async function handleOrPostpone(context: PayContext, { shopId, orderId }: OrderKeys): Promise<void> {
  const order = await loadOrder(context.db, shopId, orderId)
  if (!order) return
  try {
    await handleDue(context, order)
  } catch (error) {
    // Refused where the order has changed by now: then it is not the one that failed.
    await context.db.transact([postponeDue(order, addMinutes(context.now(), failedRetryMinutes))])
    throw error
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
