import type { AfterSalesCase } from '../../domain/orders/after-sales.ts'
import type { OrderEvent } from '../../domain/orders/events.ts'
import { evolveOrder } from '../../domain/orders/evolve.ts'
import type { Order, PaidOrder } from '../../domain/orders/order.ts'
import { stockOfRefunds } from '../../domain/orders/refund-order.ts'
import type { Decision, Refusal } from '../../domain/shared/decision.ts'
import { RefundNo } from '../../domain/shared/ids.ts'
import { loadStocksToChange } from '../catalog/load-stocks.ts'
import { stockWrites } from '../catalog/stock-parts-store.ts'
import { createRefund } from '../payments/refund-store.ts'
import { type Attempt, commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import type { Write } from '../shared/storage.ts'
import { loadOrder, orderWrites } from './order-store.ts'

type OrderPath = { readonly shopId: string; readonly orderId: string }
type CasePath = OrderPath & { readonly afterSalesId: string }
type Moment = { readonly now: string; readonly refundNo: RefundNo }

/** A new number of a refund, in case that one begins. */
export const momentOf = (context: Context): Moment => ({
  now: context.now(),
  refundNo: RefundNo.parse(context.newId('refund')),
})

/** Opens a case: load, decide, record. Who may not see the order is told that there is none. */
export const openCase = <Code extends string>(
  context: Context,
  { shopId, orderId }: OrderPath,
  afterSalesId: string,
  maySee: (order: Order) => boolean,
  decide: (order: Order, moment: Moment) => Decision<OrderEvent, Refusal<Code>>,
) =>
  commit<AfterSalesCase, Code | 'order_not_found'>(context, async () => {
    const order = await loadOrder(context.db, shopId, orderId)
    if (!order || !maySee(order)) return { refusal: { code: 'order_not_found' } }
    const decision = decide(order, momentOf(context))
    return decision.ok ? recorded(context, order, afterSalesId, decision.events) : decision
  })

/** A step of a case: load, decide, record. Who may not see the order is told that there is none. */
export const changeCase = <Code extends string>(
  context: Context,
  { shopId, orderId, afterSalesId }: CasePath,
  maySee: (order: Order) => boolean,
  decide: (order: PaidOrder, each: AfterSalesCase, moment: Moment) => Decision<OrderEvent, Refusal<Code>>,
) =>
  commit<AfterSalesCase, Code | 'order_not_found' | 'after_sales_not_found'>(context, async () => {
    const order = await loadOrder(context.db, shopId, orderId)
    if (!order || !maySee(order)) return { refusal: { code: 'order_not_found' } }
    const each = caseOf(order, afterSalesId)
    if (!each || !('afterSales' in order)) return { refusal: { code: 'after_sales_not_found' } }
    const decision = decide(order, each, momentOf(context))
    return decision.ok ? recorded(context, order, afterSalesId, decision.events) : decision
  })

export const isBuyer =
  (customerId: string) =>
  (order: Order): boolean =>
    order.customerId === customerId

const caseOf = (order: Order, afterSalesId: string): AfterSalesCase | undefined =>
  'afterSales' in order ? order.afterSales.find((each) => each.afterSalesId === afterSalesId) : undefined

/** The order's step, the units that come back and the refund that begins, in one transaction. */
async function recorded(
  context: Context,
  order: Order,
  afterSalesId: string,
  events: readonly OrderEvent[],
): Promise<Attempt<AfterSalesCase, never>> {
  const after = caseOf(events.reduce<Order>(evolveOrder, order), afterSalesId)
  if (!after) throw new Error(`Case ${afterSalesId} is not there`)
  const back = stockOfRefunds(order, events)
  const stocks = await loadStocksToChange(context, order.shopId, back, afterSalesId)
  const writes = [
    ...orderWrites(order, events),
    ...stockWrites(order.shopId, stocks, back, afterSalesId),
    ...refundWrites(order, after, events),
  ]
  return { writes, reply: after }
}

function refundWrites(order: Order, { afterSalesId, refundFen }: AfterSalesCase, events: readonly OrderEvent[]) {
  const { orderId, shopId, paymentNo, subMchid, totalFen: paidFen } = order
  return events.flatMap((event): Write[] => {
    if (event.type !== 'refund_started') return []
    const refund = createRefund({
      refundNo: event.refundNo,
      paymentNo,
      orderId,
      shopId,
      ...(subMchid === undefined ? {} : { subMchid }),
      afterSalesId,
      refundFen,
      paidFen,
      reason: '售后退款',
      status: 'requested',
      requestedAt: event.at,
      nextAttemptAt: event.sendAt,
      attempts: 0,
      version: 1,
    })
    return [refund]
  })
}
