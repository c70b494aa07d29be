import * as z from 'zod'
import { correctShipment as decide } from '../../domain/orders/ship-order.ts'
import { Parcels } from '../../domain/orders/shipment.ts'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { OrderView } from './order-views.ts'
import { recordShipment } from './record-shipment.ts'
import { orderRefusals } from './refusals.ts'

export const correctShipment = endpoint(
  {
    summary: 'Tell all parcels of an order anew, in place of those told before. Once, and until the receipt.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    body: z.strictObject({ parcels: Parcels.min(1) }),
    reply: OrderView,
    status: 200,
    refusals: pick(
      orderRefusals,
      'order_not_found',
      'order_not_paid',
      'order_cancelled',
      'nothing_to_ship',
      'order_not_shipped',
      'already_received',
      'parcels_not_expected',
      'shipment_incomplete',
      'shipment_already_corrected',
    ),
  },
  ({ path, body }, context) => recordShipment(context, path, (order, now) => decide(order, body.parcels, now)),
)
