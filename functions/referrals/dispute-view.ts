import * as z from 'zod'
import { AttributionDispute } from '../../domain/referrals/dispute.ts'
import { AttributionDisputeId, CustomerId, OrderId } from '../../domain/shared/ids.ts'

/** A dispute as its referrer and the shop's people see it. */
export const DisputeView = z.object({
  disputeId: AttributionDisputeId,
  orderId: OrderId,
  referrerId: CustomerId,
  status: z.enum(AttributionDispute.options.map(({ shape }) => shape.status.value)),
  statement: z.string(),
  openedAt: z.string(),
  answer: z.string().exactOptional(),
  answeredAt: z.string().exactOptional(),
})
