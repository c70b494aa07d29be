import { assert, type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { sumFen } from '../shared/fen.ts'
import type { CustomerId, RefundNo } from '../shared/ids.ts'
import { addDays } from '../shared/time.ts'
import {
  type AfterSalesLine,
  type AfterSalesTerms,
  answerDeadline,
  casesMax,
  claimed,
  claimedShippingFen,
  goodsFen,
  requestsMax,
} from './after-sales.ts'
import type { OrderEvent } from './events.ts'
import type { Order, PaidOrder } from './order.ts'
import { refundStarted } from './refund-order.ts'

/** WeChat gives money back for a year after the payment. */
const refundableDays = 365

export type OpenAfterSales = Pick<
  AfterSalesTerms,
  'afterSalesId' | 'kind' | 'reason' | 'requestHash' | 'shippingFeeFen'
> & {
  readonly lines: readonly AfterSalesLine[]
}
type LineRefusalCode = 'sku_repeated' | 'sku_not_in_order' | 'quantity_exceeds_order' | 'refund_exceeds_paid'
export type RequestAfterSalesRefusal = Refusal<
  | LineRefusalCode
  | 'after_sales_id_reused'
  | 'order_not_paid'
  | 'order_cancelled'
  | 'order_not_shipped'
  | 'nothing_to_return'
  | 'after_sales_window_ended'
  | 'too_many_after_sales'
>
export type RefundOrderRefusal = Refusal<
  | LineRefusalCode
  | 'after_sales_id_reused'
  | 'order_not_paid'
  | 'order_cancelled'
  | 'refund_period_ended'
  | 'too_many_after_sales'
>

/**
 * A buyer asks for money back, from the payment until the after-sales window has ended. Amount and units of each line,
 * and what is asked of the shipping fee, must be left of it, so that all cases together never give back more than was
 * paid. The same request again is no news.
 */
export function requestAfterSales(
  order: Order,
  command: OpenAfterSales,
  by: CustomerId,
  now: string,
): Decision<OrderEvent, RequestAfterSalesRefusal> {
  const paid = paidOrder(order)
  if (!('afterSales' in paid)) return paid
  const known = knownCase(paid, command, 'customer')
  if (known) return known
  if (paid.status === 'completed' || hasWindowEnded(paid, now)) return refused('after_sales_window_ended')
  if (command.kind === 'return_and_refund') {
    if (paid.status === 'paid' || paid.status === 'refunded') return refused('order_not_shipped')
    if (command.lines.length === 0) return refused('nothing_to_return', 'body.lines')
    const empty = command.lines.findIndex(({ quantity }) => quantity === 0)
    if (empty >= 0) return refused('nothing_to_return', `body.lines.${empty}.quantity`)
  }
  const requests = paid.afterSales.filter(({ openedBy }) => openedBy === 'customer').length
  if (requests >= requestsMax || paid.afterSales.length >= casesMax) return refused('too_many_after_sales')
  return claimRefusal(paid, command) ?? decided(opened(paid, command, 'customer', by, now))
}

/** The shop gives money back by itself: a case that is approved at once, in a completed sale too. */
export function refundOrder(
  order: Order,
  command: Omit<OpenAfterSales, 'kind'>,
  refundNo: RefundNo,
  by: CustomerId,
  now: string,
): Decision<OrderEvent, RefundOrderRefusal> {
  const paid = paidOrder(order)
  if (!('afterSales' in paid)) return paid
  const known = knownCase(paid, command, 'shop')
  if (known) return known
  if (now > addDays(paid.paidAt, refundableDays)) return refused('refund_period_ended')
  if (paid.afterSales.length >= casesMax) return refused('too_many_after_sales')
  const refusal = claimRefusal(paid, command)
  if (refusal) return refusal
  const event = opened(paid, { ...command, kind: 'refund_only' }, 'shop', by, now)
  return decided<OrderEvent>(event, refundStarted(paid, event.terms, refundNo, by, now))
}

function paidOrder(order: Order) {
  if ('afterSales' in order) return order
  return order.status === 'awaiting_payment' ? refused('order_not_paid') : refused('order_cancelled')
}

function knownCase(
  { afterSales }: PaidOrder,
  { afterSalesId, requestHash }: Pick<OpenAfterSales, 'afterSalesId' | 'requestHash'>,
  openedBy: AfterSalesTerms['openedBy'],
) {
  const known = afterSales.find((each) => each.afterSalesId === afterSalesId)
  if (!known) return undefined
  const isSame = known.requestHash === requestHash && known.openedBy === openedBy
  return isSame ? decided<OrderEvent>() : refused('after_sales_id_reused', 'body.afterSalesId')
}

const hasWindowEnded = (order: PaidOrder, now: string): boolean =>
  order.status === 'received' && now >= addDays(order.receivedAt, order.afterSalesDays)

type Claim = Pick<OpenAfterSales, 'lines' | 'shippingFeeFen'>

const shippingLeftFen = ({ shippingFeeFen, afterSales }: PaidOrder): number =>
  shippingFeeFen - claimedShippingFen(afterSales)

function claimRefusal(order: PaidOrder, claim: Claim) {
  const refusal = lineRefusal(order, claim.lines)
  if (refusal) return refusal
  return claim.shippingFeeFen > shippingLeftFen(order)
    ? refused('refund_exceeds_paid', 'body.shippingFeeFen')
    : undefined
}

function lineRefusal({ lines, afterSales }: PaidOrder, asked: readonly AfterSalesLine[]) {
  for (const [at, { skuId, quantity, amountFen }] of asked.entries()) {
    const line = lines.find((each) => each.skuId === skuId)
    if (!line) return refused('sku_not_in_order', `body.lines.${at}.skuId`)
    if (asked.findIndex((each) => each.skuId === skuId) < at) return refused('sku_repeated', `body.lines.${at}.skuId`)
    const taken = claimed(afterSales, skuId)
    if (quantity > line.quantity - taken.quantity) return refused('quantity_exceeds_order', `body.lines.${at}.quantity`)
    if (amountFen > line.amountFen - taken.amountFen)
      return refused('refund_exceeds_paid', `body.lines.${at}.amountFen`)
  }
  return undefined
}

/** What a case claims of the shipping fee: what it asks for. Nothing has been shipped yet and it takes the last of the
 *  goods: then all that is left, since nobody pays for the way of nothing. */
function claimedFee(order: PaidOrder, { lines, shippingFeeFen }: Claim): number {
  const claimedBefore = order.lines.map(({ skuId }) => claimed(order.afterSales, skuId).amountFen)
  const takesLast = sumFen(claimedBefore) + goodsFen({ lines }) === order.goodsFen
  return order.status === 'paid' && takesLast ? shippingLeftFen(order) : shippingFeeFen
}

function opened(
  order: PaidOrder,
  command: OpenAfterSales,
  openedBy: AfterSalesTerms['openedBy'],
  by: CustomerId,
  now: string,
) {
  const { orderId, shopId } = order
  const { afterSalesId, kind, lines, reason, requestHash } = command
  const shippingFeeFen = claimedFee(order, command)
  const refundFen = goodsFen({ lines }) + shippingFeeFen
  assert(refundFen > 0, 'a case is about money')
  const about = { afterSalesId, kind, lines: [...lines], shippingFeeFen, refundFen, reason }
  const terms: AfterSalesTerms = { ...about, openedBy, openedAt: now, requestHash }
  const answerBy = answerDeadline(order, now)
  return { type: 'after_sales_opened', at: now, orderId, shopId, afterSalesId, by, terms, answerBy } as const
}
