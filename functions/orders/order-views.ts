import * as z from 'zod'
import { AfterSalesCase, AfterSalesTerms } from '../../domain/orders/after-sales.ts'
import { OrderLine, Shipment } from '../../domain/orders/order.ts'
import { CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'

const [requested, awaitingReturn, returning, refunding, refunded, rejected, cancelled] = AfterSalesCase.options
const hidden = { requestHash: true } as const
const hiddenOfRefund = { ...hidden, refundNo: true, sendAt: true, unitsBack: true } as const

/** A case of after-sales as buyer and shop see it. */
export const AfterSalesView = z.discriminatedUnion('status', [
  requested.omit(hidden),
  awaitingReturn.omit(hidden),
  returning.omit(hidden),
  refunding.omit(hiddenOfRefund),
  refunded.omit(hiddenOfRefund),
  rejected.omit(hidden),
  cancelled.omit(hidden),
])
/** What is fixed when a case is opened. */
export const OpenedAfterSales = AfterSalesTerms.omit(hidden)

/** A line as buyer and shop see it: what a referrer earns on it is the owner's to see, at the product. */
export const OrderLineView = OrderLine.omit({ commissionRateBps: true })

/** An order as its buyer and the shop's people see it: nothing of attribution, commission or payment numbers. */
export const OrderView = z.object({
  orderId: OrderId,
  shopId: ShopId,
  customerId: CustomerId,
  status: z.enum([
    'awaiting_payment',
    'paid',
    'shipped',
    'received',
    'completed',
    'refunded',
    'cancelled',
    'cancelled_refunding',
    'cancelled_refunded',
  ]),
  lines: z.array(OrderLineView),
  goodsFen: z.int(),
  shippingFeeFen: z.int(),
  totalFen: z.int(),
  placedAt: z.string(),
  holdEndsAt: z.string(),
  paidAt: z.string().exactOptional(),
  /** What was paid, less what has gone back. */
  netPaidFen: z.int().exactOptional(),
  afterSales: z.array(AfterSalesView).exactOptional(),
  shipment: z.object(Shipment.shape).exactOptional(),
  shippedAt: z.string().exactOptional(),
  receivedAt: z.string().exactOptional(),
  completedAt: z.string().exactOptional(),
  cancelledAt: z.string().exactOptional(),
  refundedAt: z.string().exactOptional(),
  cancelReason: z.enum(['hold_ended', 'by_customer']).exactOptional(),
})
