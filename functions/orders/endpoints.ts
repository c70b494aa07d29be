import type { PayContext } from '../payments/pay-context.ts'
import type { EndpointsOf } from '../shared/http/api.ts'
import { cancelOrder } from './cancel-order.ts'
import { getOrder } from './get-order.ts'
import { placeOrder } from './place-order.ts'
import { receiveOrder } from './receive-order.ts'
import { shipOrder } from './ship-order.ts'

export const ordersEndpoints = {
  'place-order': placeOrder,
  'get-order': getOrder,
  'cancel-order': cancelOrder,
  'ship-order': shipOrder,
  'receive-order': receiveOrder,
} satisfies EndpointsOf<'orders', PayContext>
