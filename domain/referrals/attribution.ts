import * as z from 'zod'
import { CommissionRateBps, PositiveFen } from '../shared/fen.ts'
import { CustomerId, SkuId } from '../shared/ids.ts'
import { addDays, Moment } from '../shared/time.ts'
import { Channel, LinkCode } from './link.ts'
import type { Introduction } from './member.ts'
import type { Visit } from './visit.ts'

/** Number of the rule by which orders are attributed now. A receipt keeps the number of its own. */
export const attributionRuleVersion = 1

const Candidate = z.object({ linkCode: LinkCode, referrerId: CustomerId, channel: Channel, visitedAt: Moment })

/** Why an order is credited to a referrer, or to nobody; kept on the order. */
export const AttributionReceipt = z.object({
  ruleVersion: z.int().min(1),
  windowDays: z.int().min(1),
  winner: z
    .discriminatedUnion('by', [
      /** The last visit by a link inside the window. */
      z.object({ by: z.literal('visit'), ...Candidate.shape }),
      /** No such visit: who introduced the buyer to the shop. */
      z.object({ by: z.literal('introduction'), referrerId: CustomerId, channel: Channel }),
    ])
    .nullable(),
  losers: z.array(
    z.object({ ...Candidate.shape, reason: z.enum(['outside_window', 'earlier_visit', 'self_referral', 'own_shop']) }),
  ),
})
export type AttributionReceipt = z.infer<typeof AttributionReceipt>
type LosingReason = AttributionReceipt['losers'][number]['reason']

/** What an order earns whoever recommended it: frozen when it is placed, whether somebody is credited or not. */
export const CommissionRates = z.object({
  /** The lines that earn; a line that is not named earns nothing. */
  rates: z.array(z.object({ skuId: SkuId, rateBps: CommissionRateBps.min(1) })),
  /** The most that the whole order earns. */
  capFen: PositiveFen.exactOptional(),
})
export type CommissionRates = z.infer<typeof CommissionRates>

/** What a referrer earns on one order. One direct referrer and rates of what is sold: a second level cannot be written here. */
export const CommissionTerms = z.object({
  referrerId: CustomerId,
  ...CommissionRates.shape,
  rates: CommissionRates.shape.rates.min(1),
})
export type CommissionTerms = z.infer<typeof CommissionTerms>

/**
 * Whom an order is credited to: the last visit by somebody else's link inside the shop's window, else the introducer.
 * @param visits what is known of the buyer's visits, in any order.
 * @param isStaff the shop's own people credit nobody.
 */
export function attribute(
  buyer: { readonly customerId: CustomerId; readonly isStaff: boolean; readonly introduction: Introduction | null },
  visits: readonly Visit[],
  windowDays: number,
  now: string,
): AttributionReceipt {
  const opensAt = addDays(now, -windowDays)
  const latestFirst = visits.toSorted(byLastVisit)
  const reasonAgainst = (visit: Visit): LosingReason | undefined => {
    if (buyer.isStaff) return 'own_shop'
    if (visit.referrerId === buyer.customerId) return 'self_referral'
    return visit.lastAt < opensAt ? 'outside_window' : undefined
  }
  const last = latestFirst.find((visit) => reasonAgainst(visit) === undefined)
  const losers: AttributionReceipt['losers'] = latestFirst
    .filter((visit) => visit !== last)
    .map((visit) => ({ ...candidate(visit), reason: reasonAgainst(visit) ?? 'earlier_visit' }))
  const receipt = { ruleVersion: attributionRuleVersion, windowDays, losers }
  if (last) return { ...receipt, winner: { by: 'visit', ...candidate(last) } }
  if (!buyer.introduction || buyer.isStaff) return { ...receipt, winner: null }
  const { introducerId: referrerId, channel } = buyer.introduction
  return { ...receipt, winner: { by: 'introduction', referrerId, channel } }
}

/** Latest first; of two in one moment the code decides, so that the order in which they were read does not. */
function byLastVisit(a: Visit, b: Visit): number {
  if (a.lastAt !== b.lastAt) return a.lastAt < b.lastAt ? 1 : -1
  return a.linkCode < b.linkCode ? -1 : 1
}

const candidate = ({ linkCode, referrerId, channel, lastAt }: Visit) => ({
  ...{ linkCode, referrerId, channel },
  visitedAt: lastAt,
})

type RatedLine = { readonly skuId: SkuId; readonly commissionRateBps: number }

/** @param capFen the most that the order earns; undefined where the shop has set no cap. */
export function commissionRates(lines: readonly RatedLine[], capFen: number | undefined): CommissionRates {
  const earning = lines.filter(({ commissionRateBps }) => commissionRateBps > 0)
  const rates = earning.map(({ skuId, commissionRateBps: rateBps }) => ({ skuId, rateBps }))
  return capFen === undefined ? { rates } : { rates, capFen }
}

/** The terms frozen on the order, from the rates frozen on its lines. No referrer or no rate: no commission. */
export function commissionTerms(
  receipt: Pick<AttributionReceipt, 'winner'>,
  lines: readonly RatedLine[],
  capFen: number | undefined,
): CommissionTerms | null {
  const earned = commissionRates(lines, capFen)
  if (!receipt.winner || earned.rates.length === 0) return null
  return { referrerId: receipt.winner.referrerId, ...earned }
}
