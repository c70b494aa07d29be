import type { OrderEvent } from '../../domain/orders/events.ts'
import { evolveOrder } from '../../domain/orders/evolve.ts'
import type { ReceiveRefusal } from '../../domain/orders/fulfil-order.ts'
import type { Order } from '../../domain/orders/order.ts'
import type { Decision } from '../../domain/shared/decision.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { loadOrder, orderWrites } from './order-store.ts'

/** A step of an order that moves neither money nor stock: load, decide, record. Who may not see the order is told that
 *  there is none. */
export const fulfil = <Code extends ReceiveRefusal['code']>(
  context: Context,
  { shopId, orderId }: { readonly shopId: string; readonly orderId: string },
  maySee: (order: Order) => boolean,
  decide: (order: Order, now: string) => Decision<OrderEvent, { readonly code: Code }>,
) =>
  commit<Order, Code | 'order_not_found'>(context, async () => {
    const order = await loadOrder(context.db, shopId, orderId)
    if (!order || !maySee(order)) return { refusal: { code: 'order_not_found' } }
    const decision = decide(order, context.now())
    if (!decision.ok) return decision
    return { writes: orderWrites(order, decision.events), reply: decision.events.reduce<Order>(evolveOrder, order) }
  })
