import type { AfterSalesCase, CaseIn } from './after-sales.ts'
import type { OrderEvent } from './events.ts'
import type { Order, PaidOrder } from './order.ts'

type AfterSalesEvent = Extract<OrderEvent, { afterSalesId: string }>

export const isAfterSalesEvent = (event: OrderEvent): event is AfterSalesEvent => 'afterSalesId' in event

/** A paid order after one more step of one of its cases. Throws where the step cannot follow. */
export function evolveAfterSales(order: PaidOrder, event: AfterSalesEvent): Order {
  const { afterSalesId } = event
  const before = order.afterSales.find((each) => each.afterSalesId === afterSalesId)
  const after = next(before, event)
  const afterSales = before
    ? order.afterSales.map((each) => (each === before ? after : each))
    : [...order.afterSales, after]
  if (event.type !== 'order_refunded') return { ...order, afterSales }
  const refunded = { ...order, afterSales, netPaidFen: event.netPaidFen }
  // Who has all the money back before anything was shipped gets nothing any more.
  if (refunded.status !== 'paid' || refunded.netPaidFen > 0) return refunded
  return { ...refunded, status: 'refunded', refundedAt: event.at }
}

function next(before: AfterSalesCase | undefined, event: AfterSalesEvent): AfterSalesCase {
  switch (event.type) {
    case 'after_sales_opened':
      if (before) throw impossible(before, event)
      return { ...event.terms, status: 'requested', answerBy: event.answerBy, isEscalated: false }
    case 'after_sales_rejected': {
      const terms = termsOf(inStatus(before, event, 'requested'))
      return { ...terms, status: 'rejected', rejectReason: event.reason, rejectedAt: event.at }
    }
    case 'after_sales_cancelled': {
      const terms = termsOf(inStatus(before, event, event.by === 'time' ? 'awaiting_return' : 'requested'))
      return { ...terms, status: 'cancelled', cancelledBy: event.by, cancelledAt: event.at }
    }
    case 'after_sales_escalated':
      return { ...inStatus(before, event, 'requested', 'returning'), isEscalated: true }
    case 'return_approved': {
      const terms = termsOf(inStatus(before, event, 'requested'))
      return { ...terms, status: 'awaiting_return', returnBy: event.returnBy }
    }
    case 'return_sent': {
      const terms = termsOf(inStatus(before, event, 'awaiting_return'))
      const { parcel, answerBy } = event
      return { ...terms, status: 'returning', parcel, answerBy, isEscalated: false }
    }
    case 'refund_started': {
      const terms = termsOf(inStatus(before, event, 'requested', 'awaiting_return', 'returning'))
      const { refundNo, sendAt, unitsBack } = event
      return { ...terms, status: 'refunding', refundNo, sendAt, unitsBack }
    }
    case 'order_refunded': {
      const refunding = inStatus(before, event, 'refunding')
      // WeChat may have closed the first number; this is the one that paid.
      return { ...refunding, status: 'refunded', refundNo: event.refundNo, refundedAt: event.at }
    }
  }
}

function termsOf(each: AfterSalesCase) {
  const { afterSalesId, kind, lines, shippingFeeFen, refundFen, reason, openedBy, openedAt, requestHash } = each
  return { afterSalesId, kind, lines, shippingFeeFen, refundFen, reason, openedBy, openedAt, requestHash }
}

function inStatus<Status extends AfterSalesCase['status']>(
  before: AfterSalesCase | undefined,
  event: AfterSalesEvent,
  ...statuses: Status[]
): CaseIn<Status> {
  if (!before || !statuses.some((status) => status === before.status)) throw impossible(before, event)
  return before as CaseIn<Status>
}

const impossible = (before: AfterSalesCase | undefined, event: AfterSalesEvent) =>
  new Error(`${event.type} cannot follow in a case that is ${before?.status ?? 'not there'}`)
