import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { PositiveFen } from '../shared/fen.ts'
import { AfterSalesId, CustomerId, OrderId, PaymentNo, RefundNo, ShopId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'

/** What WeChat was asked for, once and for ever: a repeated prepay has the same parameters under the same number. */
export const PaymentTerms = z.object({
  /** WeChat's `out_trade_no`. */
  paymentNo: PaymentNo,
  orderId: OrderId,
  shopId: ShopId,
  customerId: CustomerId,
  appId: z.string(),
  /** The merchant number that asks: the service provider's in partner mode. */
  mchid: z.string(),
  subMchid: z.string().exactOptional(),
  openid: z.string(),
  description: z.string(),
  totalFen: PositiveFen,
  /** WeChat's `time_expire`. */
  payableUntil: Moment,
  preparedAt: Moment,
})
export type PaymentTerms = z.infer<typeof PaymentTerms>

const state = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object({ ...PaymentTerms.shape, ...shape, version: z.int().min(1) })
export const Payment = z.discriminatedUnion('status', [
  state({ status: z.literal('prepared') }),
  state({ status: z.literal('succeeded'), transactionId: z.string(), succeededAt: Moment }),
])
export type Payment = z.infer<typeof Payment>

/** A successful transaction as WeChat tells it, by notification or query. */
export type Transaction = {
  readonly outTradeNo: string
  readonly transactionId: string
  readonly appId: string
  readonly mchid: string
  readonly subMchid?: string
  readonly totalFen: number
  /** When the buyer paid, by WeChat's clock. */
  readonly successAt: string
}

const event = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: Moment, paymentNo: PaymentNo, orderId: OrderId, shopId: ShopId, ...shape })
export const PaymentSucceeded = event('payment_succeeded', {
  transactionId: z.string(),
  paidFen: PositiveFen,
  /** When the buyer paid, by WeChat's clock; `at` is when we heard of it. */
  paidAt: Moment,
})
export type PaymentSucceeded = z.infer<typeof PaymentSucceeded>
export const PaymentEvent = z.discriminatedUnion('type', [
  event('payment_prepared', { terms: PaymentTerms }),
  PaymentSucceeded,
])
export type PaymentEvent = z.infer<typeof PaymentEvent>

/** Why a transaction that WeChat signed is not the payment that we asked for. It is kept and raises an alarm. */
export type Mismatch = 'amount' | 'app' | 'merchant' | 'transaction'

/**
 * Takes note of a successful transaction. Amount, app and merchant must be those that were asked for, so that nobody
 * pays an order with another shop's or another app's transaction. The same transaction again is no news; a second one
 * under the same number is money that nothing here accounts for.
 */
export function confirmPayment(
  payment: Payment,
  transaction: Transaction,
  now: string,
): { readonly mismatch: Mismatch } | { readonly events: readonly PaymentEvent[] } {
  assert(payment.paymentNo === transaction.outTradeNo, 'a transaction is matched by its number')
  if (payment.totalFen !== transaction.totalFen) return { mismatch: 'amount' }
  if (payment.appId !== transaction.appId) return { mismatch: 'app' }
  if (payment.mchid !== transaction.mchid || payment.subMchid !== transaction.subMchid) return { mismatch: 'merchant' }
  if (payment.status === 'succeeded')
    return payment.transactionId === transaction.transactionId ? { events: [] } : { mismatch: 'transaction' }
  const { paymentNo, orderId, shopId } = payment
  const { transactionId, totalFen, successAt } = transaction
  const about = { paymentNo, orderId, shopId, transactionId, paidFen: totalFen, paidAt: successAt }
  return { events: [{ type: 'payment_succeeded', at: now, ...about }] }
}

export function evolvePayment(payment: Payment | undefined, event: PaymentEvent): Payment {
  if (event.type === 'payment_prepared') {
    assert(payment === undefined, 'a payment is prepared once')
    return { ...event.terms, status: 'prepared', version: 1 }
  }
  if (payment?.status !== 'prepared') throw new Error(`${event.type} cannot follow`)
  const { transactionId, paidAt } = event
  return { ...payment, status: 'succeeded', transactionId, succeededAt: paidAt, version: payment.version + 1 }
}

/**
 * Where an abnormal refund is led instead of the account that it was paid from: to a bank card of the buyer's, or to the
 * shop's own bank account, from which the shop pays the buyer by itself. Of a card nothing is kept.
 */
export const Redirection = z.object({
  to: z.enum(['user_bank_card', 'merchant_account']),
  by: CustomerId,
  at: Moment,
  /** When WeChat said that this way does not lead to an end either. */
  failedAt: Moment.exactOptional(),
})
export type Redirection = z.infer<typeof Redirection>

/** Money that goes back to a buyer. The number stays the same in every retry, so it goes back once. */
export const Refund = z.object({
  refundNo: RefundNo,
  paymentNo: PaymentNo,
  orderId: OrderId,
  shopId: ShopId,
  subMchid: z.string().exactOptional(),
  refundFen: PositiveFen,
  paidFen: PositiveFen,
  reason: z.string(),
  /** requested: to be sent to WeChat; accepted: WeChat is at it; the others are WeChat's last word. */
  status: z.enum(['requested', 'accepted', 'succeeded', 'abnormal', 'closed']),
  requestedAt: Moment,
  /** When the buyer had it back, by WeChat's clock. */
  succeededAt: Moment.exactOptional(),
  /** The case of after-sales that it is for; absent for a payment that came too late. */
  afterSalesId: AfterSalesId.exactOptional(),
  redirection: Redirection.exactOptional(),
  /** The refund that WeChat closed and this one is in place of. */
  replaces: RefundNo.exactOptional(),
  /** When to send or to ask again; absent when there is nothing left to do by itself. */
  nextAttemptAt: Moment.exactOptional(),
  attempts: z.int().min(0),
  version: z.int().min(1),
})
export type Refund = z.infer<typeof Refund>

const refundEvent = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  event(type, { refundNo: RefundNo, refundFen: PositiveFen, afterSalesId: AfterSalesId.exactOptional(), ...shape })
export const RefundSucceeded = refundEvent('refund_succeeded', {})
export type RefundSucceeded = z.infer<typeof RefundSucceeded>
/** What became of a refund, recorded beside it: each of WeChat's last words once, and each redirection. */
export const RefundEvent = z.discriminatedUnion('type', [
  RefundSucceeded,
  refundEvent('refund_failed', { status: z.enum(['abnormal', 'closed']) }),
  refundEvent('refund_redirected', { redirection: Redirection }),
])
export type RefundEvent = z.infer<typeof RefundEvent>
