import * as z from 'zod'
import { answerDispute, DisputeAnswer } from '../../domain/referrals/dispute.ts'
import { reattributeOrder } from '../../domain/referrals/order-commissions.ts'
import { AttributionDisputeId, CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { answeredDisputeWrite, loadDispute } from './dispute-store.ts'
import { DisputeView } from './dispute-view.ts'
import { commissionWrites, loadOrderCommissions } from './order-commission-store.ts'
import { referralRefusals } from './refusals.ts'

export const answerAttributionDispute = endpoint(
  {
    summary:
      'Answer a dispute, once: uphold the receipt, or credit the order to who disputed it. Then its commission moves, as it stands and with what is still to come, and the ledger says why; figures stay as the receipt has them.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId, disputeId: AttributionDisputeId }),
    body: DisputeAnswer,
    reply: DisputeView,
    status: 201,
    refusals: pick(referralRefusals, 'dispute_not_found', 'dispute_answered', 'commission_not_booked'),
  },
  async ({ path, body, caller }, context) => {
    const answeredBy = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const dispute = await loadDispute(context.db, path)
      if (!dispute) return { refusal: { code: 'dispute_not_found' } }
      const now = context.now()
      const decision = answerDispute(dispute, body, answeredBy, now)
      if (!decision.ok) return { refusal: decision.refusal }
      if (!decision.dispute) return { reply: dispute }
      const answered = answeredDisputeWrite(dispute, decision.dispute)
      if (body.outcome === 'uphold') return { writes: [answered], reply: decision.dispute }
      const commissions = await loadOrderCommissions(context.db, path.shopId, path.orderId)
      if (!commissions.direct) return { refusal: { code: 'commission_not_booked' } }
      const decided = { decisionId: dispute.disputeId, reason: body.reason, at: now }
      const moved = await commissionWrites(context.db, reattributeOrder(commissions, dispute.referrerId, decided))
      return { writes: [answered, ...moved], reply: decision.dispute }
    })
  },
)
