import * as z from 'zod'
import { shipOrder as decide } from '../../domain/orders/fulfil-order.ts'
import { Shipment } from '../../domain/orders/order.ts'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { fulfil } from './fulfil.ts'
import { OrderView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const shipOrder = endpoint(
  {
    summary: 'The goods are with the carrier.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    body: Shipment,
    reply: OrderView,
    status: 200,
    refusals: pick(
      orderRefusals,
      'order_not_found',
      'order_not_paid',
      'order_cancelled',
      'already_shipped',
      'nothing_to_ship',
    ),
  },
  ({ path, body }, context) =>
    fulfil(
      context,
      path,
      () => true,
      (order, now) => decide(order, body, now),
    ),
)
