import { Refund } from '../../domain/payments/payment.ts'

/** A refund as the shop's people see it. */
export const RefundView = Refund.pick({
  refundNo: true,
  orderId: true,
  afterSalesId: true,
  refundFen: true,
  status: true,
  requestedAt: true,
  succeededAt: true,
  redirection: true,
  replaces: true,
})
