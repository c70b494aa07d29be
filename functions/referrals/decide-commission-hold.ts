import * as z from 'zod'
import { decideHold, HoldDecision } from '../../domain/referrals/commission-hold.ts'
import { changeHolds } from '../../domain/referrals/order-commissions.ts'
import { CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { commissionHoldWrite, loadCommissionHold } from './commission-hold-store.ts'
import { CommissionHoldView } from './list-commission-holds.ts'
import { commissionWrites, loadOrderCommissions } from './order-commission-store.ts'
import { referralRefusals } from './refusals.ts'

export const decideCommissionHold = endpoint(
  {
    summary:
      'Clears the commission of an order that is kept back, or gives it back to the shop for ever; the referrer reads the reason in the statement.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    body: z.strictObject(HoldDecision.pick({ decisionId: true, verdict: true, reason: true }).shape),
    reply: CommissionHoldView,
    status: 201,
    refusals: pick(referralRefusals, 'hold_not_found', 'hold_already_decided', 'decision_id_reused'),
  },
  async ({ path: { shopId, orderId }, body, caller }, context) => {
    const by = CustomerId.parse(signedIn(caller).customerId)
    const at = context.now()
    return commit(context, async () => {
      const [hold, commissions] = await Promise.all([
        loadCommissionHold(context.db, shopId, orderId),
        loadOrderCommissions(context.db, shopId, orderId),
      ])
      if (!hold || !commissions.direct) return { refusal: { code: 'hold_not_found' } }
      const decision = decideHold(hold, { ...body, by, at })
      if (!decision.ok) return { refusal: decision.refusal }
      if (!decision.changed) return { reply: decision.hold }
      const position = body.verdict === 'cleared' ? 'none' : 'forfeited'
      const steps = changeHolds(commissions, position, { decisionId: body.decisionId, reason: body.reason, at })
      const moved = await commissionWrites(context.db, steps)
      return { writes: [commissionHoldWrite(decision.hold), ...moved], reply: decision.hold }
    })
  },
)
