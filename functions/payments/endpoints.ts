import type { EndpointsOf } from '../shared/http/api.ts'
import { getPayment } from './get-payment.ts'
import type { PaymentsContext } from './pay-context.ts'
import { prepayOrder } from './prepay-order.ts'
import { receiveNotification } from './receive-notification.ts'

export const paymentsEndpoints = {
  'prepay-order': prepayOrder,
  'get-payment': getPayment,
  'receive-notification': receiveNotification,
} satisfies EndpointsOf<'payments', PaymentsContext>
