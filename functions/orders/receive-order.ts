import * as z from 'zod'
import { evolveOrder } from '../../domain/orders/evolve.ts'
import { receiveOrder as decide } from '../../domain/orders/fulfil-order.ts'
import type { Order } from '../../domain/orders/order.ts'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadOrder, orderWrites } from './order-store.ts'
import { OrderView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const receiveOrder = endpoint(
  {
    summary: 'The buyer has the goods.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    reply: OrderView,
    status: 200,
    refusals: pick(orderRefusals, 'order_not_found', 'order_not_paid', 'order_cancelled', 'order_not_shipped'),
  },
  ({ path: { shopId, orderId }, caller }, context) =>
    commit(context, async () => {
      const order = await loadOrder(context.db, shopId, orderId)
      // Somebody else's order is none of the caller's: there is none.
      if (order?.customerId !== signedIn(caller).customerId) return { refusal: { code: 'order_not_found' } }
      const decision = decide(order, context.now())
      if (!decision.ok) return decision
      return { writes: orderWrites(order, decision.events), reply: decision.events.reduce<Order>(evolveOrder, order) }
    }),
)
