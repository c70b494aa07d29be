import * as z from 'zod'
import { CustomerId, OrderId, ShopId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'

/** What a customer can be told of, each by its own template at WeChat. */
export const MessageTemplate = z.enum(['late_payment'])
export type MessageTemplate = z.infer<typeof MessageTemplate>

/** Where a message goes. */
export const Channel = z.enum(['wechat_subscribe_message'])

/** Sends that one customer has in store for one template: far more than anybody taps, and none piles up without end. */
export const consentsMax = 100
/** Templates that WeChat asks for in one tap. */
export const templatesPerTapMax = 3

/** What became of a late payment, as the order's own facts say it. */
export type LatePayment = {
  readonly outcome: 'kept' | 'goes_back' | 'went_back'
  readonly orderId: OrderId
  readonly amountFen: number
  readonly at: string
}

/**
 * A message to one customer about one event, over one channel; it is there once, and is sent at most once.
 * claimed: a consent is spent and WeChat is being asked. sent: WeChat has taken it. unknown: WeChat gave no clear answer, and
 * is not asked again. without_consent: nothing was sent, nor will be. refused: WeChat says that the customer has no consent
 * left. failed: WeChat did not take it for another reason.
 */
export const Message = z.object({
  eventId: z.string(),
  customerId: CustomerId,
  channel: Channel,
  template: MessageTemplate,
  shopId: ShopId,
  orderId: OrderId,
  status: z.enum(['claimed', 'sent', 'unknown', 'without_consent', 'refused', 'failed']),
  /** WeChat's number for why it was not sent. */
  errcode: z.int().exactOptional(),
  at: Moment,
  version: z.int().min(1),
})
export type Message = z.infer<typeof Message>
