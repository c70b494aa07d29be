import * as z from 'zod'
import type { AfterSalesCase } from '../../domain/orders/after-sales.ts'
import type { OrderEvent } from '../../domain/orders/events.ts'
import { evolveOrder } from '../../domain/orders/evolve.ts'
import type { Order, PaidOrder } from '../../domain/orders/order.ts'
import { stockOfRefunds } from '../../domain/orders/refund-order.ts'
import type { Decision, Refusal } from '../../domain/shared/decision.ts'
import { AfterSalesId, CustomerId, OrderId, RefundNo, ShopId } from '../../domain/shared/ids.ts'
import { loadStocksToChange } from '../catalog/load-stocks.ts'
import { stockWrites } from '../catalog/stock-parts-store.ts'
import { type Attempt, commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { type Caller, signedIn } from '../shared/http/endpoint.ts'
import type { Write } from '../shared/storage.ts'
import { refundWrite } from './order-refund.ts'
import { loadOrder, type OrderKeys, orderWrites } from './order-store.ts'

/** What the buyer reads at WeChat. */
const refundReason = '售后退款'

/** Where a step of a case is asked for. */
export const CasePath = z.strictObject({ shopId: ShopId, orderId: OrderId, afterSalesId: AfterSalesId })

/** Who asks for a step: the buyer of the order, or the shop's people, whom the row has let in. */
type Asked<Path> = { readonly path: Path; readonly caller: Caller | undefined }
type Side = 'buyer' | 'shop'
/** What a step is decided with beside the order; the number is for a refund, in case that one begins. */
type Step = { readonly by: CustomerId; readonly now: string; readonly refundNo: RefundNo }

/** Opens a case: load, decide, record. A buyer is told that there is no such order where it is somebody else's. */
export const openCase = <Code extends string>(
  context: Context,
  side: Side,
  { path, caller }: Asked<OrderKeys>,
  afterSalesId: string,
  decide: (order: Order, step: Step) => Decision<OrderEvent, Refusal<Code>>,
) =>
  commit<AfterSalesCase, Code | 'order_not_found'>(context, async () => {
    const step = stepOf(context, caller)
    const order = await loadOrder(context.db, path.shopId, path.orderId)
    if (!order || !mayAsk(side, order, step)) return { refusal: { code: 'order_not_found' } }
    const decision = decide(order, step)
    return decision.ok ? recorded(context, order, afterSalesId, decision.events) : decision
  })

/** A step of a case: load, decide, record. A buyer is told that there is no such order where it is somebody else's. */
export const changeCase = <Code extends string>(
  context: Context,
  side: Side,
  { path, caller }: Asked<z.output<typeof CasePath>>,
  decide: (order: PaidOrder, each: AfterSalesCase, step: Step) => Decision<OrderEvent, Refusal<Code>>,
) =>
  commit<AfterSalesCase, Code | 'order_not_found' | 'after_sales_not_found'>(context, async () => {
    const step = stepOf(context, caller)
    const order = await loadOrder(context.db, path.shopId, path.orderId)
    if (!order || !mayAsk(side, order, step)) return { refusal: { code: 'order_not_found' } }
    const each = caseOf(order, path.afterSalesId)
    if (!each || !('afterSales' in order)) return { refusal: { code: 'after_sales_not_found' } }
    const decision = decide(order, each, step)
    return decision.ok ? recorded(context, order, path.afterSalesId, decision.events) : decision
  })

const mayAsk = (side: Side, order: Order, { by }: Step): boolean => side === 'shop' || order.customerId === by

const stepOf = (context: Context, caller: Caller | undefined): Step => ({
  by: CustomerId.parse(signedIn(caller).customerId),
  now: context.now(),
  refundNo: RefundNo.parse(context.newId('refund')),
})

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
  return events.flatMap((event): Write[] => {
    if (event.type !== 'refund_started') return []
    const { refundNo, sendAt, at: requestedAt } = event
    const asked = { refundNo, refundFen, paidFen: order.totalFen, afterSalesId, reason: refundReason }
    return [refundWrite(order, { ...asked, requestedAt, sendAt })]
  })
}
