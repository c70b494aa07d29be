import * as z from 'zod'
import { shipOrder as decide } from '../../domain/orders/ship-order.ts'
import { Parcels } from '../../domain/orders/shipment.ts'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { OrderView } from './order-views.ts'
import { recordShipment } from './record-shipment.ts'
import { orderRefusals } from './refusals.ts'

export const shipOrder = endpoint(
  {
    summary:
      'The goods are with the carrier, or were handed over. WeChat is told within a minute or two, by itself; where that failed, asking for the same once more tells it again.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    body: z.strictObject({
      parcels: Parcels.default([]).meta({
        description: 'With a carrier: at least one. Fetched by the buyer, or no goods: none.',
      }),
      isLast: z.boolean().default(true).meta({
        description: 'False when more parcels of this order will follow, in another call. The last one ends it.',
      }),
    }),
    reply: OrderView,
    status: 200,
    refusals: pick(
      orderRefusals,
      'order_not_found',
      'order_not_paid',
      'order_cancelled',
      'already_shipped',
      'nothing_to_ship',
      'parcels_required',
      'parcels_not_expected',
      'too_many_parcels',
    ),
  },
  ({ path, body }, context) => recordShipment(context, path, (order, now) => decide(order, body, now)),
)
