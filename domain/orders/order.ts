import * as z from 'zod'
import { AttributionReceipt, CommissionTerms } from '../referrals/attribution.ts'
import { CommissionRateBps, Fen, PositiveFen } from '../shared/fen.ts'
import { CustomerId, OrderId, PaymentNo, ProductId, ShopId, SkuId } from '../shared/ids.ts'
import { Day, Moment, TimeZone } from '../shared/time.ts'
import { AfterSalesCase, casesMax } from './after-sales.ts'
import { OrderDelivery } from './delivery.ts'
import { lineQuantityMax, linesMax } from './limits.ts'
import { Shipment } from './shipment.ts'

/** One variant bought, with the text and price of the moment of placing. */
export const OrderLine = z.object({
  productId: ProductId,
  skuId: SkuId,
  title: z.string(),
  options: z.record(z.string(), z.string()),
  quantity: z.int().min(1).max(lineQuantityMax),
  unitPriceFen: PositiveFen,
  amountFen: PositiveFen,
  /** Postage and the like. */
  nonGoods: z.boolean(),
  /** Part of what is kept for the line that a referrer earns: frozen whether somebody is credited or not. */
  commissionRateBps: CommissionRateBps,
})
export type OrderLine = z.infer<typeof OrderLine>

/** What was fixed when the order was placed. Nothing of it ever changes: later settings, prices and links move no money. */
export const OrderTerms = z.object({
  orderId: OrderId,
  shopId: ShopId,
  customerId: CustomerId,
  /** WeChat's `out_trade_no`. */
  paymentNo: PaymentNo,
  /** WeChat Pay's merchant number of the shop in partner mode; absent in direct mode. */
  subMchid: z.string().exactOptional(),
  lines: z.array(OrderLine).min(1).max(linesMax),
  /** Sum of the lines. */
  goodsFen: PositiveFen,
  shippingFeeFen: Fen,
  /** Goods and shipping: what the buyer pays. */
  totalFen: PositiveFen,
  delivery: OrderDelivery,
  timeZone: TimeZone,
  placedAt: Moment,
  /** Until then the stock is held. */
  holdEndsAt: Moment,
  autoReceiveDays: z.int().min(1),
  afterSalesDays: z.int().min(0),
  afterSalesAnswerDays: z.int().min(1),
  attribution: AttributionReceipt,
  commission: CommissionTerms.nullable(),
  /** The most that the order earns whoever is credited; absent: no such cap. */
  commissionCapFen: PositiveFen.exactOptional(),
  /** Bought by the shop's own people, or nothing but postage and the like: sold like any other, left out of the
   *  repurchase figures. */
  excludedFromFigures: z.boolean(),
  requestHash: z.string(),
})
export type OrderTerms = z.infer<typeof OrderTerms>

const paid = {
  paidAt: Moment,
  paidDay: Day,
  transactionId: z.string(),
  /** What was paid, less what has gone back. */
  netPaidFen: Fen,
  /** Who had introduced the buyer when the payment was settled. */
  introducerId: CustomerId.nullable(),
  afterSales: z.array(AfterSalesCase).max(casesMax),
}
const shipped = { ...paid, shipment: Shipment, shippedAt: Moment }
const received = { ...shipped, receivedAt: Moment }

/** Why an order was cancelled. */
export const CancelReason = z.enum(['hold_ended', 'by_customer'])
export type CancelReason = z.infer<typeof CancelReason>

const state = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object({ ...OrderTerms.shape, ...shape, version: z.int().min(1) })

/** An order in one of its states; see `README.md` beside this file for the transitions. */
export const Order = z.discriminatedUnion('status', [
  state({ status: z.literal('awaiting_payment') }),
  state({ status: z.literal('paid'), ...paid }),
  state({ status: z.literal('shipped'), ...shipped }),
  state({ status: z.literal('received'), ...received }),
  state({ status: z.literal('completed'), ...received, completedAt: Moment }),
  /** The whole amount has gone back before anything was shipped. */
  state({ status: z.literal('refunded'), ...paid, refundedAt: Moment }),
  state({ status: z.literal('cancelled'), cancelledAt: Moment, cancelReason: CancelReason }),
  /** Paid after it was cancelled, when the stock had gone: the whole amount goes back. */
  state({
    status: z.literal('cancelled_refunding'),
    cancelledAt: Moment,
    cancelReason: CancelReason,
    transactionId: z.string(),
    latePaidAt: Moment,
  }),
  /** That amount has gone back. */
  state({
    status: z.literal('cancelled_refunded'),
    cancelledAt: Moment,
    cancelReason: CancelReason,
    transactionId: z.string(),
    latePaidAt: Moment,
    refundedAt: Moment,
  }),
])
export type Order = z.infer<typeof Order>
/** An order that was paid and kept: after-sales are beside it. */
export type PaidOrder = Extract<Order, { netPaidFen: number }>
export const isPaidOrder = (order: Order): order is PaidOrder => 'netPaidFen' in order
export type OrderIn<Status extends Order['status']> = Extract<Order, { status: Status }>
