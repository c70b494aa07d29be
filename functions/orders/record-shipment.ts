import type { OrderEvent } from '../../domain/orders/events.ts'
import { evolveOrder } from '../../domain/orders/evolve.ts'
import type { Order } from '../../domain/orders/order.ts'
import type { CorrectRefusal, ShipRefusal } from '../../domain/orders/ship-order.ts'
import {
  isShipmentEvent,
  reportAgain,
  reportShipment,
  type ShippingReport,
} from '../../domain/orders/shipping-report.ts'
import { assert, type Decision } from '../../domain/shared/decision.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { loadOrder, type OrderKeys, orderWrites } from './order-store.ts'
import { loadReport, reportWrites } from './shipping-report-store.ts'

/** A step of a shipment: the order and what WeChat is to be told of it, in one transaction. */
export const recordShipment = <Code extends (ShipRefusal | CorrectRefusal)['code']>(
  context: Context,
  ids: OrderKeys,
  decide: (order: Order, now: string) => Decision<OrderEvent, { readonly code: Code; readonly field?: string }>,
) =>
  commit<Order, Code | 'order_not_found'>(context, async () => {
    const { db } = context
    const [order, report] = await Promise.all([loadOrder(db, ids.shopId, ids.orderId), loadReport(db, ids)])
    if (!order) return { refusal: { code: 'order_not_found' } }
    const now = context.now()
    const decision = decide(order, now)
    if (!decision.ok) return { refusal: inBody(decision.refusal) }
    const { events } = decision
    const after = events.reduce<Order>(evolveOrder, order)
    const told = reportOf(report, after, events, now)
    return { writes: [...orderWrites(order, events), ...(told ? reportWrites(report, told) : [])], reply: after }
  })

/** The field of the command as the request has it. */
const inBody = <Code extends string>({ code, field }: { readonly code: Code; readonly field?: string }) =>
  field === undefined ? { code } : { code, field: `body.${field}` }

/** What WeChat is to be told after the step. No news, told by people: what had failed is tried again. */
function reportOf(
  before: ShippingReport | undefined,
  order: Order,
  events: readonly OrderEvent[],
  now: string,
): ShippingReport | undefined {
  if (events.length === 0) return before && reportAgain(before, now)
  assert('shipment' in order, 'a step of a shipment leads to one')
  return events.filter(isShipmentEvent).reduce((report, event) => reportShipment(report, event, order.shipment), before)
}
