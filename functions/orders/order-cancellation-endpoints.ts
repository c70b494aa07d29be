import type { PayContext } from '../payments/pay-context.ts'
import type { EndpointsOf } from '../shared/http/api.ts'
import { cancelOrder } from './cancel-order.ts'

/** A function of its own: it alone of the orders' asks WeChat Pay, to close a payment. */
export const orderCancellationEndpoints = {
  'cancel-order': cancelOrder,
} satisfies EndpointsOf<'order-cancellation', PayContext>
