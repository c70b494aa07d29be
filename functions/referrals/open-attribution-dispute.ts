import * as z from 'zod'
import { openDispute } from '../../domain/referrals/dispute.ts'
import { LedgerReason } from '../../domain/referrals/ledger.ts'
import { AttributionDisputeId, CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { hasDisputed, loadDispute, newDisputeWrites } from './dispute-store.ts'
import { DisputeView } from './dispute-view.ts'
import { loadDisputedOrder } from './load-disputed-order.ts'
import { referralRefusals } from './refusals.ts'

export const openAttributionDispute = endpoint(
  {
    summary:
      'Say that an order is one’s own: by a referrer who is on its receipt and did not win it, once, within 30 days of the order. The shop’s owner answers.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    body: z.strictObject({ disputeId: AttributionDisputeId, statement: LedgerReason }),
    reply: DisputeView,
    status: 201,
    refusals: pick(
      referralRefusals,
      'order_not_found',
      'not_on_receipt',
      'order_not_paid',
      'order_earns_nothing',
      'already_credited',
      'was_not_referring',
      'dispute_too_late',
      'already_disputed',
      'dispute_id_reused',
    ),
  },
  async ({ path, body, caller }, context) => {
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const [looked, existing, isSecond] = await Promise.all([
        loadDisputedOrder(context.db, path, caller),
        loadDispute(context.db, { ...path, ...body }),
        hasDisputed(context.db, path, referrerId),
      ])
      if (!looked) return { refusal: { code: 'order_not_found' } }
      if (existing) {
        const isSame = existing.referrerId === referrerId && existing.statement === body.statement
        return isSame ? { reply: existing } : { refusal: { code: 'dispute_id_reused', field: 'body.disputeId' } }
      }
      const { order, creditedTo } = looked
      const decision = openDispute(order, creditedTo, isSecond, { ...body, referrerId }, context.now())
      if (!decision.ok) return { refusal: decision.refusal }
      return { writes: newDisputeWrites(decision.dispute), reply: decision.dispute }
    })
  },
)
