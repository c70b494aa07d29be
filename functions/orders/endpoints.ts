import type { EndpointsOf } from '../shared/http/api.ts'
import { approveAfterSales } from './approve-after-sales.ts'
import { cancelAfterSales } from './cancel-after-sales.ts'
import { cancelOrder } from './cancel-order.ts'
import { correctShipment } from './correct-shipment.ts'
import { exportOrders } from './export-orders.ts'
import { getOrder } from './get-order.ts'
import { listMyOrders } from './list-my-orders.ts'
import { listOrders } from './list-orders.ts'
import type { OrdersContext } from './orders-context.ts'
import { placeOrder } from './place-order.ts'
import { quoteOrder } from './quote-order.ts'
import { receiveOrder } from './receive-order.ts'
import { receiveReturn } from './receive-return.ts'
import { refundOrder } from './refund-order.ts'
import { rejectAfterSales } from './reject-after-sales.ts'
import { requestAfterSales } from './request-after-sales.ts'
import { sendReturn } from './send-return.ts'
import { shipOrder } from './ship-order.ts'

export const ordersEndpoints = {
  'quote-order': quoteOrder,
  'place-order': placeOrder,
  'list-orders': listOrders,
  'export-orders': exportOrders,
  'list-my-orders': listMyOrders,
  'get-order': getOrder,
  'cancel-order': cancelOrder,
  'ship-order': shipOrder,
  'correct-shipment': correctShipment,
  'receive-order': receiveOrder,
  'request-after-sales': requestAfterSales,
  'approve-after-sales': approveAfterSales,
  'reject-after-sales': rejectAfterSales,
  'cancel-after-sales': cancelAfterSales,
  'send-return': sendReturn,
  'receive-return': receiveReturn,
  'refund-order': refundOrder,
} satisfies EndpointsOf<'orders', OrdersContext>
