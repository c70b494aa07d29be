import type { EndpointsOf } from '../shared/http/api.ts'
import { getPayment } from './get-payment.ts'
import { getReconciliation } from './get-reconciliation.ts'
import { listReconciliations } from './list-reconciliations.ts'
import { listRefunds } from './list-refunds.ts'
import type { PaymentsContext } from './pay-context.ts'
import { prepayOrder } from './prepay-order.ts'
import { receiveNotification } from './receive-notification.ts'
import { redirectRefund } from './redirect-refund.ts'

export const paymentsEndpoints = {
  'prepay-order': prepayOrder,
  'get-payment': getPayment,
  'receive-notification': receiveNotification,
  'list-refunds': listRefunds,
  'redirect-refund': redirectRefund,
  'list-reconciliations': listReconciliations,
  'get-reconciliation': getReconciliation,
} satisfies EndpointsOf<'payments', PaymentsContext>
