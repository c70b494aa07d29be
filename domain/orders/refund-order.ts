import { changeStock, type StockChange } from '../catalog/stock.ts'
import { assert, type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import type { AfterSalesId, CustomerId, RefundNo } from '../shared/ids.ts'
import {
  type AfterSalesCase,
  type AfterSalesTerms,
  answerDeadline,
  caseDueMoment,
  grantedFen,
  nextSendAt,
  type ReturnParcel,
  returnDeadline,
  type Units,
  unitsBack,
} from './after-sales.ts'
import type { OrderEvent } from './events.ts'
import type { Order, PaidOrder } from './order.ts'
import { saleOf } from './sale.ts'

export type ApproveRefusal = Refusal<'after_sales_closed'>
export type RejectRefusal = Refusal<'after_sales_closed' | 'after_sales_approved'>
export type ReturnRefusal = Refusal<'after_sales_closed' | 'after_sales_not_approved' | 'no_return_expected'>
export type SendReturnRefusal = ReturnRefusal | Refusal<'return_already_sent'>
type Step<Code extends Refusal<string>> = Decision<OrderEvent, Code>

/** The shop agrees: the money goes back, or the goods are to come back first. Again is no news. */
export function approveAfterSales(
  order: PaidOrder,
  each: AfterSalesCase,
  refundNo: RefundNo,
  by: CustomerId,
  now: string,
): Step<ApproveRefusal> {
  if (each.status === 'rejected' || each.status === 'cancelled') return refused('after_sales_closed')
  if (each.status !== 'requested') return decided()
  if (each.kind === 'refund_only') return decided(refundStarted(order, each, refundNo, by, now))
  return decided({ type: 'return_approved', ...about(order, each, now), by, returnBy: returnDeadline(now) })
}

/** The shop does not agree, and says why. Again is no news. */
export function rejectAfterSales(
  order: PaidOrder,
  each: AfterSalesCase,
  reason: string,
  by: CustomerId,
  now: string,
): Step<RejectRefusal> {
  if (each.status === 'requested')
    return decided({ type: 'after_sales_rejected', ...about(order, each, now), by, reason })
  if (each.status === 'rejected') return decided()
  return refused(each.status === 'cancelled' ? 'after_sales_closed' : 'after_sales_approved')
}

/** The buyer takes the request back, before the shop has agreed. Again is no news. */
export function cancelAfterSales(order: PaidOrder, each: AfterSalesCase, now: string): Step<RejectRefusal> {
  if (each.status === 'requested')
    return decided({ type: 'after_sales_cancelled', ...about(order, each, now), by: 'customer' })
  if (each.status === 'cancelled') return decided()
  return refused(each.status === 'rejected' ? 'after_sales_closed' : 'after_sales_approved')
}

/** The buyer has handed the goods over to come back. The same parcel again is no news. */
export function sendReturn(
  order: PaidOrder,
  each: AfterSalesCase,
  parcel: ReturnParcel,
  now: string,
): Step<SendReturnRefusal> {
  const refusal = returnRefusal(each)
  if (refusal) return refusal
  if (each.status === 'awaiting_return')
    return decided({ type: 'return_sent', ...about(order, each, now), parcel, answerBy: answerDeadline(now) })
  const isSame =
    each.status === 'returning' &&
    each.parcel.carrier === parcel.carrier &&
    each.parcel.trackingNo === parcel.trackingNo
  return isSame ? decided() : refused('return_already_sent')
}

/** The goods are back with the shop: they go on sale again, and the money goes back. Again is no news. */
export function receiveReturn(
  order: PaidOrder,
  each: AfterSalesCase,
  refundNo: RefundNo,
  by: CustomerId,
  now: string,
): Step<ReturnRefusal> {
  const refusal = returnRefusal(each)
  if (refusal) return refusal
  const isBack = each.status === 'refunding' || each.status === 'refunded'
  return isBack ? decided() : decided(refundStarted(order, each, refundNo, by, now))
}

function returnRefusal({ kind, status }: AfterSalesCase) {
  if (status === 'rejected' || status === 'cancelled') return refused('after_sales_closed')
  if (kind === 'refund_only') return refused('no_return_expected')
  return status === 'requested' ? refused('after_sales_not_approved') : undefined
}

/** Money begins its way back. Units that came back, or that had not left yet, go on sale again. */
export function refundStarted(
  order: PaidOrder,
  terms: Pick<AfterSalesTerms, 'afterSalesId' | 'kind' | 'lines' | 'refundFen'>,
  refundNo: RefundNo,
  by: CustomerId,
  now: string,
): Extract<OrderEvent, { type: 'refund_started' }> {
  const goneFen = grantedFen(order.afterSales) + terms.refundFen
  assert(goneFen <= order.totalFen, 'no more goes back than was paid')
  const sendAt = nextSendAt(order.afterSales, now)
  const units = unitsComingBack(order, terms, goneFen === order.totalFen)
  return { type: 'refund_started', ...about(order, terms, now), by, refundNo, sendAt, unitsBack: units }
}

function unitsComingBack(
  order: PaidOrder,
  { kind, lines }: Pick<AfterSalesTerms, 'kind' | 'lines'>,
  isAllMoney: boolean,
): Units[] {
  const isUnshipped = order.status === 'paid'
  if (kind === 'refund_only' && !isUnshipped) return []
  const units =
    isUnshipped && isAllMoney
      ? order.lines.map((line) => ({ ...line, quantity: line.quantity - unitsBack(order.afterSales, line.skuId) }))
      : lines
  return units.filter(({ quantity }) => quantity > 0).map(({ skuId, quantity }) => ({ skuId, quantity }))
}

/** How stock changes by these events of an order. */
export const stockOfRefunds = (order: Pick<Order, 'lines'>, events: readonly OrderEvent[]): StockChange[] =>
  events
    .flatMap((event) => (event.type === 'refund_started' ? event.unitsBack : []))
    .map(({ skuId, quantity }) => {
      const line = order.lines.find((each) => each.skuId === skuId)
      assert(line !== undefined, 'only what was ordered comes back')
      return changeStock('take_back', { skuId, quantity, productId: line.productId })
    })

/** Whether the shop still owes the buyer goods. */
export const hasUnitsToShip = ({ lines, afterSales }: PaidOrder): boolean =>
  lines.some(({ skuId, quantity }) => quantity > unitsBack(afterSales, skuId))

/** A refund that WeChat has paid out. */
export type PaidRefund = {
  readonly refundNo: RefundNo
  readonly refundFen: number
  /** Absent for a payment that came too late. */
  readonly afterSalesId?: AfterSalesId
}

/** Takes note of a refund that has reached the buyer. Told again, it is no news. */
export function noteRefunded(order: Order, refund: PaidRefund, now: string): readonly OrderEvent[] {
  const { refundNo, refundFen, afterSalesId } = refund
  if (afterSalesId === undefined) {
    if (order.status === 'cancelled_refunded') return []
    const { orderId, shopId } = order
    return [{ type: 'late_payment_refunded', at: now, orderId, shopId, refundNo, refundFen }]
  }
  assert('afterSales' in order, 'only a paid order is refunded')
  const each = order.afterSales.find((known) => known.afterSalesId === afterSalesId)
  assert(each?.refundFen === refundFen, 'a refund is the one of its case')
  if (each.status === 'refunded') return []
  assert(each.status === 'refunding', 'only a refund that was started reaches the buyer')
  const others = order.afterSales.filter((other) => other !== each)
  const sale = saleOf(order, [...others, { ...each, status: 'refunded', refundedAt: now }])
  const wasCompleted = order.status === 'completed'
  const back = { refundNo, refundFen, refundedLines: each.lines, refundedShippingFen: 0, wasCompleted }
  return [{ type: 'order_refunded', ...about(order, each, now), ...sale, ...back }]
}

/** What the clock makes of the cases of an order: a silent shop's are escalated, a silent buyer's lapse. */
export function passCaseTime(order: Order, now: string): OrderEvent[] {
  if (!('afterSales' in order)) return []
  const due = order.afterSales.filter((each) => (caseDueMoment(each) ?? '9') <= now)
  return due.map((each) =>
    each.status === 'awaiting_return'
      ? { type: 'after_sales_cancelled', ...about(order, each, now), by: 'time' }
      : { type: 'after_sales_escalated', ...about(order, each, now) },
  )
}

const about = (
  { orderId, shopId }: Pick<Order, 'orderId' | 'shopId'>,
  { afterSalesId }: Pick<AfterSalesTerms, 'afterSalesId'>,
  now: string,
) => ({ at: now, orderId, shopId, afterSalesId })
