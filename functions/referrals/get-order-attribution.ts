import * as z from 'zod'
import { AttributionReceipt } from '../../domain/referrals/attribution.ts'
import { LinkCode } from '../../domain/referrals/link.ts'
import { SecondTerms } from '../../domain/referrals/second-level.ts'
import { CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { addDays } from '../../domain/shared/time.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { maskedId } from './chain-views.ts'
import { loadDisputes } from './dispute-store.ts'
import { DisputeView } from './dispute-view.ts'
import { loadDisputedOrder } from './load-disputed-order.ts'
import { referralRefusals } from './refusals.ts'

const [byVisit, byIntroduction] = AttributionReceipt.shape.winner.unwrap().options
const Loser = AttributionReceipt.shape.losers.element

/** Whose it is: the caller's own; of others only the shop's people see who, and by which link. */
const ownership = { isMine: z.boolean(), referrerId: CustomerId.exactOptional(), linkCode: LinkCode.exactOptional() }

const Receipt = z.object({
  orderId: OrderId,
  /** The end of the buyer's id: enough to tell two orders apart, and nobody by it. */
  buyer: z.string(),
  placedAt: z.string(),
  ruleVersion: z.int(),
  windowDays: z.int(),
  /** A visit before it does not count. */
  windowOpensAt: z.string(),
  winner: z
    .discriminatedUnion('by', [
      byVisit.omit({ referrerId: true, linkCode: true }).extend(ownership),
      byIntroduction.omit({ referrerId: true, linkCode: true }).extend(ownership),
    ])
    .nullable(),
  losers: z
    .array(Loser.omit({ referrerId: true, linkCode: true }).extend(ownership))
    .meta({ description: 'To a referrer their own visits only.' }),
  introduction: AttributionReceipt.shape.introduction.meta({
    description:
      'Whoever introduced the buyer took no part in referrals; for the shop’s people and for them. Absent: nothing spoke against them.',
  }),
  isCreditedToMe: z.boolean().meta({ description: 'As it stands now, after disputes.' }),
  creditedTo: CustomerId.nullable().exactOptional().meta({ description: 'For the shop’s people.' }),
  second: SecondTerms.exactOptional().meta({
    description: 'For the shop’s people: what the introducer of the winner earns, by the terms frozen on the order.',
  }),
  disputes: z.array(DisputeView),
})

export const getOrderAttribution = endpoint(
  {
    summary:
      'Why an order is credited to whom: the rule, its window, the winner and the losers with their reasons. For the shop’s people, and for each referrer on it.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    reply: Receipt,
    status: 200,
    refusals: pick(referralRefusals, 'order_not_found'),
  },
  async ({ path, caller }, context) => {
    const me = signedIn(caller).customerId
    const [looked, disputes] = await Promise.all([
      loadDisputedOrder(context.db, path, caller),
      loadDisputes(context.db, path),
    ])
    if (!looked) return { ok: false, refusal: { code: 'order_not_found' } }
    const { order, creditedTo, second, isOfShop } = looked
    const { winner, losers, introduction, ruleVersion, windowDays } = order.attribution
    const whose = ({ referrerId, linkCode }: Credited) => {
      const isMine = referrerId === me
      return isMine || isOfShop ? { isMine, referrerId, linkCode } : { isMine }
    }
    const mayKnow = ({ referrerId }: { readonly referrerId: string }) => isOfShop || referrerId === me
    return {
      ok: true,
      reply: {
        orderId: order.orderId,
        buyer: maskedId(order.customerId),
        placedAt: order.placedAt,
        ruleVersion,
        windowDays,
        windowOpensAt: addDays(order.placedAt, -windowDays),
        winner: winner && { ...factsOf(winner), ...whose(winner) },
        losers: losers
          .filter(mayKnow)
          .map(({ channel, visitedAt, reason, ...of }) => ({ channel, visitedAt, reason, ...whose(of) })),
        ...(introduction && (isOfShop || order.introducerId === me) ? { introduction } : {}),
        isCreditedToMe: creditedTo === me,
        ...(isOfShop ? { creditedTo } : {}),
        ...(isOfShop && second ? { second } : {}),
        disputes: disputes.filter(mayKnow),
      },
    }
  },
)

type Credited = { readonly referrerId: CustomerId; readonly linkCode: string }

const factsOf = (winner: NonNullable<AttributionReceipt['winner']>) =>
  winner.by === 'visit'
    ? { by: winner.by, channel: winner.channel, visitedAt: winner.visitedAt }
    : { by: winner.by, channel: winner.channel }
