import type { EndpointsOf } from '../shared/http/api.ts'
import { answerAttributionDispute } from './answer-attribution-dispute.ts'
import { getOrderAttribution } from './get-order-attribution.ts'
import { listAttributionDisputes } from './list-attribution-disputes.ts'
import { openAttributionDispute } from './open-attribution-dispute.ts'

/** Receipts and disputes: a function of its own, as the others read no orders. */
export const attributionEndpoints = {
  'get-order-attribution': getOrderAttribution,
  'open-attribution-dispute': openAttributionDispute,
  'answer-attribution-dispute': answerAttributionDispute,
  'list-attribution-disputes': listAttributionDisputes,
} satisfies EndpointsOf<'attribution'>
