import * as z from 'zod'
import { CommissionTerms } from '../referrals/attribution.ts'
import { Fen, PositiveFen } from '../shared/fen.ts'
import { AfterSalesId, CustomerId, OrderId, RefundNo, ShopId } from '../shared/ids.ts'
import { Day, Moment } from '../shared/time.ts'
import { AfterSalesLines, AfterSalesReason, AfterSalesTerms, ReturnParcel, Units } from './after-sales.ts'
import { CancelReason, OrderTerms, Shipment } from './order.ts'

const event = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: Moment, orderId: OrderId, shopId: ShopId, ...shape })

/** What a paid order means to the ledger of commissions and to the repurchase figures: all that they need, so that a
 *  consumer reads nothing of the order's own. */
const sale = {
  customerId: CustomerId,
  netPaidFen: Fen,
  commission: CommissionTerms.nullable(),
}

export const OrderPaid = event('order_paid', {
  ...sale,
  transactionId: z.string(),
  /** When the buyer paid, by WeChat's clock: a settlement that comes late moves no sale to another day. */
  paidAt: Moment,
  /** Its day on the shop's calendar. */
  day: Day,
  /** Who introduced the buyer to the shop, as it stood at the payment. */
  introducerId: CustomerId.nullable(),
  excludedFromFigures: z.boolean(),
  /** True when it had been cancelled and its stock was taken again. */
  late: z.boolean(),
})
export const OrderCompleted = event('order_completed', { ...sale })

/** A payment that came after the cancellation, when the stock had gone: it goes back, and has gone back. */
export const LatePaymentRefused = event('late_payment_refused', { transactionId: z.string(), refundFen: Fen })
export const LatePaymentRefunded = event('late_payment_refunded', { refundNo: RefundNo, refundFen: Fen })

/** Money has gone back to the buyer. What was paid for the order is `netPaidFen` from now on; the rest repeats the order,
 *  so that it is the whole truth about the sale. */
export const OrderRefunded = event('order_refunded', {
  ...sale,
  afterSalesId: AfterSalesId,
  refundNo: RefundNo,
  refundFen: PositiveFen,
  lines: AfterSalesLines,
  netPaidBeforeFen: Fen,
  /** Whether the commission was released before. */
  wasCompleted: z.boolean(),
  day: Day,
  introducerId: CustomerId.nullable(),
  excludedFromFigures: z.boolean(),
})

/** The steps of one case of after-sales. */
const afterSales = { afterSalesId: AfterSalesId }
/** Which of the shop's people did it. */
const by = { by: CustomerId }

/** The facts of an order. Stored beside it for ever; the stream carries them to the consumers. */
export const OrderEvent = z.discriminatedUnion('type', [
  event('order_placed', { terms: OrderTerms }),
  OrderPaid,
  event('order_shipped', { shipment: Shipment }),
  event('order_received', { by: z.enum(['customer', 'time']) }),
  OrderCompleted,
  event('order_cancelled', { reason: CancelReason }),
  LatePaymentRefused,
  LatePaymentRefunded,
  event('after_sales_opened', { ...afterSales, ...by, terms: AfterSalesTerms, answerBy: Moment }),
  event('after_sales_rejected', { ...afterSales, ...by, reason: AfterSalesReason }),
  event('after_sales_cancelled', { ...afterSales, by: z.enum(['customer', 'time']) }),
  event('after_sales_escalated', { ...afterSales }),
  event('return_approved', { ...afterSales, ...by, returnBy: Moment }),
  event('return_sent', { ...afterSales, parcel: ReturnParcel, answerBy: Moment }),
  event('refund_started', { ...afterSales, ...by, refundNo: RefundNo, sendAt: Moment, unitsBack: z.array(Units) }),
  OrderRefunded,
])
export type OrderEvent = z.infer<typeof OrderEvent>
