import * as z from 'zod'
import type { LatePayment, Message } from '../../domain/engagement/message.ts'
import { latePaymentData } from '../../domain/engagement/template-fields.ts'
import { LatePaymentRefunded, LatePaymentRefused, OrderPaid } from '../../domain/orders/events.ts'
import { loadOrder } from '../orders/order-store.ts'
import type { Apply } from '../shared/stream.ts'
import type { MessagingContext } from './engagement-context.ts'
import { sendMessage } from './send-message.ts'

/** The events of an order that tell what became of a late payment. */
export const LatePaymentEvent = z.discriminatedUnion('type', [OrderPaid, LatePaymentRefused, LatePaymentRefunded])
export type LatePaymentEvent = z.infer<typeof LatePaymentEvent>

/** Whether the event tells of a late payment at all: most orders are paid in time. */
export const isToTell = (event: LatePaymentEvent): boolean => latePaymentOf(event) !== undefined

/** Tells the customer once that a payment which came too late is kept, goes back, or has gone back. */
export const tellLatePayment: Apply<LatePaymentEvent, MessagingContext> = async ({ eventId, event }, context) => {
  const payment = latePaymentOf(event)
  if (!payment) return
  const { shopId, orderId } = event
  const order = await loadOrder(context.db, shopId, orderId)
  if (!order) throw new Error(`${event.type} is of order ${orderId}, which is not there`)
  const template = 'late_payment'
  const { customerId } = order
  const about = { eventId, customerId, channel: 'wechat_subscribe_message', template, shopId, orderId } as const
  const claim: Message = { ...about, status: 'claimed', at: context.now(), version: 1 }
  await sendMessage(context, claim, latePaymentData(context.messageTemplates[template], payment))
}

/** Undefined for an order that was paid in time. */
function latePaymentOf(event: LatePaymentEvent): LatePayment | undefined {
  const { orderId, at } = event
  switch (event.type) {
    case 'order_paid':
      return event.late ? { outcome: 'kept', orderId, amountFen: event.netPaidFen, at } : undefined
    case 'late_payment_refused':
      return { outcome: 'goes_back', orderId, amountFen: event.refundFen, at }
    case 'late_payment_refunded':
      return { outcome: 'went_back', orderId, amountFen: event.refundFen, at }
  }
}
