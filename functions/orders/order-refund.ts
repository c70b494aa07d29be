import type { Order } from '../../domain/orders/order.ts'
import type { Refund } from '../../domain/payments/payment.ts'
import { createRefund } from '../payments/refund-store.ts'
import type { Write } from '../shared/storage.ts'

type Asked = Pick<Refund, 'refundNo' | 'refundFen' | 'paidFen' | 'reason' | 'requestedAt' | 'afterSalesId'> & {
  /** When it goes to WeChat for the first time, at the earliest. */
  readonly sendAt: string
}

/** Owes the buyer of an order its payment, or a part of it: a sweep sends the refund to WeChat. */
export function refundWrite(order: Order, { sendAt, ...asked }: Asked): Write {
  const { orderId, shopId, paymentNo, subMchid } = order
  const whose = { orderId, shopId, paymentNo, ...(subMchid === undefined ? {} : { subMchid }) }
  return createRefund({ ...whose, ...asked, status: 'requested', nextAttemptAt: sendAt, attempts: 0, version: 1 })
}
