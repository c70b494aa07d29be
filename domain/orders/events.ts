import * as z from 'zod'
import { Fen, PositiveFen } from '../shared/fen.ts'
import { AfterSalesId, CustomerId, OrderId, RefundNo, ShopId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'
import { AfterSalesLines, AfterSalesReason, AfterSalesTerms, ReturnParcel, Units } from './after-sales.ts'
import { CancelReason, OrderTerms, Shipment } from './order.ts'
import { Sale } from './sale.ts'

const event = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: Moment, orderId: OrderId, shopId: ShopId, ...shape })

export const OrderPaid = event('order_paid', {
  ...Sale.shape,
  transactionId: z.string(),
  /** True when it had been cancelled and its stock was taken again. */
  late: z.boolean(),
})
export const OrderCompleted = event('order_completed', Sale.shape)

/** Money has gone back to the buyer. The sale is as it stands after it; before, it had what went back besides. */
export const OrderRefunded = event('order_refunded', {
  ...Sale.shape,
  afterSalesId: AfterSalesId,
  refundNo: RefundNo,
  /** Sum of the lines and the shipping fee that went back. */
  refundFen: PositiveFen,
  refundedLines: AfterSalesLines,
  refundedShippingFen: Fen,
  /** Whether the commission was released before. */
  wasCompleted: z.boolean(),
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
  event('late_payment_refused', { transactionId: z.string(), refundFen: Fen }),
  event('late_payment_refunded', { refundNo: RefundNo, refundFen: Fen }),
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
