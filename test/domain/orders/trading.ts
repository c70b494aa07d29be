import { applyStockChange, type Stock, type StockChange } from '../../../domain/catalog/stock.ts'
import type { AfterSalesCase } from '../../../domain/orders/after-sales.ts'
import type { OrderEvent } from '../../../domain/orders/events.ts'
import { cancelOrder, passTime, receiveOrder } from '../../../domain/orders/fulfil-order.ts'
import { refundOrder, requestAfterSales } from '../../../domain/orders/open-after-sales.ts'
import type { CancelReason, Order, PaidOrder } from '../../../domain/orders/order.ts'
import { settlePayment, stockChanges } from '../../../domain/orders/pay-order.ts'
import { placeOrder } from '../../../domain/orders/place-order.ts'
import {
  approveAfterSales,
  cancelAfterSales,
  noteRefunded,
  type PaidRefund,
  receiveReturn,
  rejectAfterSales,
  sendReturn,
  stockOfRefunds,
} from '../../../domain/orders/refund-order.ts'
import { shipOrder } from '../../../domain/orders/ship-order.ts'
import type { LedgerEntry } from '../../../domain/referrals/ledger.ts'
import { noteSale, type OrderCommission } from '../../../domain/referrals/order-commission.ts'
import type { Decision, Refusal } from '../../../domain/shared/decision.ts'
import type { RefundNo } from '../../../domain/shared/ids.ts'
import { addMinutes } from '../../../domain/shared/time.ts'
import { afterSalesId, customerId, orderId, paymentNo, productId, refundNo, skuId } from '../shared/ids.ts'
import {
  asked,
  byId,
  credited,
  evolved,
  parcel,
  placedAt,
  product,
  shipping,
  shop,
  stockOf,
  withShippingFee,
} from './orders.ts'

/** What WeChat has taken from buyers and given back, by order. */
type Money = { readonly orderId: string; readonly fen: number }
/** A refund as WeChat is asked for it. */
type AskedRefund = Money & PaidRefund

/** A shop at work: everything that its tables would hold. */
export type Trade = {
  now: string
  readonly orders: Map<number, Order>
  stocks: ReadonlyMap<Stock['skuId'], Stock>
  /** Orders that buyers have paid at WeChat. The shop learns of it later, and perhaps again and again. */
  readonly payments: Map<number, Money>
  readonly refunds: Money[]
  /** Refunds of sales that WeChat was asked for, by order, and those of them that it has paid. */
  readonly asked: Map<number, AskedRefund[]>
  readonly paidBack: Set<string>
  readonly commissions: Map<string, OrderCommission>
  readonly ledger: LedgerEntry[]
  /** Which kinds of events have happened, so that a test knows what it has seen. */
  readonly seen: Set<string>
}

export const unitsReceived = 4
export const openTrade = (): Trade => ({
  now: placedAt,
  orders: new Map(),
  stocks: byId(stockOf(1, unitsReceived), stockOf(2, unitsReceived)),
  payments: new Map(),
  refunds: [],
  asked: new Map(),
  paidBack: new Set(),
  commissions: new Map(),
  ledger: [],
  seen: new Set(),
})

/** Writes all or nothing: the order's next state holds against the state that was read, stock against what is there. */
function write(
  trade: Trade,
  at: number,
  before: Order | undefined,
  events: readonly OrderEvent[],
  stock: readonly StockChange[],
) {
  if (trade.orders.get(at)?.version !== before?.version) return false
  const stocks = new Map(trade.stocks)
  for (const change of stock) {
    const counted = stocks.get(change.skuId)
    const after = counted && applyStockChange(counted, change)
    if (!after) return false
    stocks.set(change.skuId, after)
  }
  if (events.length > 0) trade.orders.set(at, evolved(before, events))
  trade.stocks = stocks
  for (const event of events) consume(trade, at, event)
  return true
}

/** What follows from an event once it is written. */
function consume(trade: Trade, at: number, event: OrderEvent): void {
  trade.seen.add(event.type === 'order_paid' && event.late ? 'paid_late' : event.type)
  if (event.type === 'late_payment_refused') trade.refunds.push({ orderId: event.orderId, fen: event.refundFen })
  if (event.type === 'refund_started') ask(trade, at, event)
  if (event.type !== 'order_paid' && event.type !== 'order_completed' && event.type !== 'order_refunded') return
  const booked = noteSale(trade.commissions.get(event.orderId), event)
  if (!booked) return
  trade.commissions.set(event.orderId, booked.after)
  trade.ledger.push(...booked.entries)
}

function ask(trade: Trade, at: number, event: Extract<OrderEvent, { type: 'refund_started' }>): void {
  const order = trade.orders.get(at)
  const cases = order && 'afterSales' in order ? order.afterSales : []
  const { afterSalesId, refundNo: number } = event
  const fen = cases.find((each) => each.afterSalesId === afterSalesId)?.refundFen ?? 0
  const refund = { orderId: event.orderId, fen, refundNo: number, refundFen: fen, afterSalesId }
  trade.asked.set(at, [...(trade.asked.get(at) ?? []), refund])
}

export type Basket = { readonly first: number; readonly second: number }

/** A placement, decided now; what it answers writes it, at once or after others have written. */
export function place(trade: Trade, at: number, { first, second }: Basket): () => boolean {
  const lines = [
    { productId: productId(), skuId: skuId(1), quantity: first },
    { productId: productId(), skuId: skuId(2), quantity: second },
  ].filter(({ quantity }) => quantity > 0)
  const command = {
    ...asked,
    orderId: orderId(at),
    paymentNo: paymentNo(at),
    customerId: customerId(at),
    lines,
    totalFen: first * 1_299 + second * 500,
  }
  const state = { shop, products: new Map([[product.productId, product]]), stocks: trade.stocks, attribution: credited }
  const decision = placeOrder({ ...state, openHolds: 0 }, command, trade.now)
  if (!decision.ok) return () => false
  const [placed] = decision.events
  if (placed?.type !== 'order_placed') throw new Error('A placement is one event')
  // Every other buyer pays for the way.
  const events = [{ ...placed, terms: withShippingFee(placed.terms, first % 2 === 0 ? 0 : 601) }]
  return () => write(trade, at, undefined, events, stockChanges(placed.terms, 'hold'))
}

/** What can happen to an order that is there. Each is decided now and written when the answer is called. */
export const acts = {
  /** The buyer pays at WeChat: once, and only what was not closed there when they began. */
  pay: (trade: Trade, at: number, order: Order) => () => {
    if (trade.payments.has(at)) return false
    trade.payments.set(at, { orderId: order.orderId, fen: order.totalFen })
    return true
  },
  /** The shop is told of the payment, the first time or once more. */
  notify: (trade: Trade, at: number, order: Order) => {
    const payment = trade.payments.get(at)
    if (!payment) return () => false
    const isOnHand = order.lines.every(({ skuId: sku, quantity }) => (trade.stocks.get(sku)?.onHand ?? 0) >= quantity)
    const confirmed = { transactionId: `tx-${at}`, paidFen: payment.fen, paidAt: trade.now }
    const { events, stock } = settlePayment(order, confirmed, null, isOnHand, trade.now)
    return () => write(trade, at, order, events, stock)
  },
  cancel: (trade: Trade, at: number, order: Order) => close(trade, at, order, 'by_customer'),
  timeOut: (trade: Trade, at: number, order: Order) => close(trade, at, order, 'hold_ended'),
  ship: (trade: Trade, at: number, order: Order) => {
    const decision = shipOrder(order, shipping, trade.now)
    return () => decision.ok && write(trade, at, order, decision.events, [])
  },
  receive: (trade: Trade, at: number, order: Order) => {
    const decision = receiveOrder(order, trade.now)
    return () => decision.ok && write(trade, at, order, decision.events, [])
  },
  passTime: (trade: Trade, at: number, order: Order) => {
    const events = passTime(order, trade.now)
    return () => write(trade, at, order, events, [])
  },
  request: (trade: Trade, at: number, order: Order) => openCase(trade, at, order, 'refund_only'),
  requestReturn: (trade: Trade, at: number, order: Order) => openCase(trade, at, order, 'return_and_refund'),
  refund: (trade: Trade, at: number, order: Order) => {
    const decision = refundOrder(order, claimOf(trade, at, order), refundNo(freshNumber(trade, at)), staff, trade.now)
    return () => decision.ok && writeCase(trade, at, order, decision.events)
  },
  approve: (trade: Trade, at: number, order: Order) =>
    step(trade, at, order, 'requested', (paid, each, number) =>
      approveAfterSales(paid, each, number, staff, trade.now),
    ),
  reject: (trade: Trade, at: number, order: Order) =>
    step(trade, at, order, 'requested', (paid, each) => rejectAfterSales(paid, each, 'no', staff, trade.now)),
  withdraw: (trade: Trade, at: number, order: Order) =>
    step(trade, at, order, 'requested', (paid, each) => cancelAfterSales(paid, each, trade.now)),
  sendBack: (trade: Trade, at: number, order: Order) =>
    step(trade, at, order, 'awaiting_return', (paid, each) => sendReturn(paid, each, parcel, trade.now)),
  goodsBack: (trade: Trade, at: number, order: Order) =>
    step(trade, at, order, 'returning', (paid, each, number) => receiveReturn(paid, each, number, staff, trade.now)),
  /** WeChat has paid a refund, and tells so: the first time or once more. */
  refunded: (trade: Trade, at: number, order: Order) => {
    const refunds = trade.asked.get(at) ?? []
    const refund = refunds.find(({ refundNo: number }) => !trade.paidBack.has(number)) ?? refunds[0]
    if (!refund) return () => false
    const events = noteRefunded(order, refund, trade.now)
    return () => {
      trade.paidBack.add(refund.refundNo)
      return write(trade, at, order, events, [])
    }
  },
} as const

const staff = shop.ownerId
const writeCase = (trade: Trade, at: number, order: Order, events: readonly OrderEvent[]) =>
  write(trade, at, order, events, stockOfRefunds(order, events))

/** A number that no other case or refund has; the same for two who decide on one state. */
const freshNumber = (trade: Trade, at: number) => at * 1_000 + (trade.orders.get(at)?.version ?? 0)

/** A unit of the first line with half its money, or what is asked for by `isAll`: everything. */
function claimOf(trade: Trade, at: number, order: Order): Parameters<typeof refundOrder>[1] {
  const isAll = freshNumber(trade, at) % 3 === 0
  const lines = order.lines.slice(0, isAll ? order.lines.length : 1).map(({ skuId: sku, quantity, amountFen }) => ({
    skuId: sku,
    quantity: isAll ? quantity : 1,
    amountFen: isAll ? amountFen : Math.ceil(amountFen / 2),
  }))
  // Sometimes of the fee too, or of nothing else.
  const shippingFeeFen = freshNumber(trade, at) % 4 === 0 ? Math.ceil(order.shippingFeeFen / 2) : 0
  const about = { afterSalesId: afterSalesId(freshNumber(trade, at)), reason: 'broken', requestHash: 'hash' }
  return { ...about, lines: shippingFeeFen > 0 && freshNumber(trade, at) % 8 === 0 ? [] : lines, shippingFeeFen }
}

function openCase(trade: Trade, at: number, order: Order, kind: 'refund_only' | 'return_and_refund') {
  const decision = requestAfterSales(order, { ...claimOf(trade, at, order), kind }, order.customerId, trade.now)
  return () => decision.ok && write(trade, at, order, decision.events, [])
}

type CaseStep = (order: PaidOrder, each: AfterSalesCase, number: RefundNo) => Decision<OrderEvent, Refusal<string>>

/** A step of the first case that stands so. */
function step(trade: Trade, at: number, order: Order, status: AfterSalesCase['status'], decide: CaseStep) {
  const each = 'afterSales' in order ? order.afterSales.find((known) => known.status === status) : undefined
  if (!each || !('afterSales' in order)) return () => false
  const decision = decide(order, each, refundNo(freshNumber(trade, at)))
  return () => decision.ok && writeCase(trade, at, order, decision.events)
}

function close(trade: Trade, at: number, order: Order, reason: CancelReason): () => boolean {
  if (order.status !== 'awaiting_payment') return () => false
  if (reason === 'hold_ended' && trade.now < order.holdEndsAt) return () => false
  const { events, stock } = cancelOrder(order, reason, trade.now)
  return () => write(trade, at, order, events, stock)
}

export const wait = (trade: Trade, minutes: number): void => {
  trade.now = addMinutes(trade.now, minutes)
}
