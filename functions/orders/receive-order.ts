import * as z from 'zod'
import { receiveOrder as decide } from '../../domain/orders/fulfil-order.ts'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { fulfil } from './fulfil.ts'
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
  ({ path, caller }, context) => {
    const { customerId } = signedIn(caller)
    const isBuyer = (order: { readonly customerId: string }) => order.customerId === customerId
    return fulfil(context, path, isBuyer, (order, now) => decide(order, now))
  },
)
