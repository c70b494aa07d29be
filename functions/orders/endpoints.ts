import type { EndpointsOf } from '../shared/http/api.ts'
import { correctShipment } from './correct-shipment.ts'
import { exportOrders } from './export-orders.ts'
import { getOrder } from './get-order.ts'
import { listMyOrders } from './list-my-orders.ts'
import { listOrders } from './list-orders.ts'
import type { PlacingContext } from './orders-context.ts'
import { placeOrder } from './place-order.ts'
import { quoteOrder } from './quote-order.ts'
import { receiveOrder } from './receive-order.ts'
import { shipOrder } from './ship-order.ts'

export const ordersEndpoints = {
  'quote-order': quoteOrder,
  'place-order': placeOrder,
  'list-orders': listOrders,
  'export-orders': exportOrders,
  'list-my-orders': listMyOrders,
  'get-order': getOrder,
  'ship-order': shipOrder,
  'correct-shipment': correctShipment,
  'receive-order': receiveOrder,
} satisfies EndpointsOf<'orders', PlacingContext>
