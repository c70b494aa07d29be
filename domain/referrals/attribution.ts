import * as z from 'zod'
import { CommissionRateBps, PositiveFen } from '../shared/fen.ts'
import { CustomerId, SkuId } from '../shared/ids.ts'
import { addDays, Moment } from '../shared/time.ts'
import { Channel, LinkCode } from './link.ts'
import type { Introduction } from './member.ts'
import { SecondTerms } from './second-level.ts'
import type { Visit } from './visit.ts'

/** Number of the rule by which orders are attributed now: since 2 nobody is credited who takes no part in referrals. A
 *  receipt keeps the number of its own. */
const attributionRuleVersion = 2

const Candidate = z.object({ linkCode: LinkCode, referrerId: CustomerId, channel: Channel, visitedAt: Moment })

const LosingReason = z.enum([
  'outside_window',
  'earlier_visit',
  'later_visit',
  'self_referral',
  'own_shop',
  /** Has left or was suspended, or came back after that visit. */
  'not_referring',
])
type LosingReason = z.infer<typeof LosingReason>

/** Which of the valid visits wins. Shops live by the last one; the first one is what an owner may try in a dry run. */
export const AttributionRule = z.enum(['last_visit', 'first_visit'])
export type AttributionRule = z.infer<typeof AttributionRule>

/** Why an order is credited to a referrer, or to nobody; kept on the order. */
export const AttributionReceipt = z.object({
  ruleVersion: z.int().min(1),
  windowDays: z.int().min(1),
  winner: z
    .discriminatedUnion('by', [
      /** The last visit by a link inside the window. */
      z.object({ by: z.literal('visit'), ...Candidate.shape }),
      /** No such visit: who introduced the buyer to the shop. */
      z.object({ by: z.literal('introduction'), linkCode: LinkCode, referrerId: CustomerId, channel: Channel }),
    ])
    .nullable(),
  losers: z.array(z.object({ ...Candidate.shape, reason: LosingReason })),
  /** Whoever introduced the buyer takes no part in referrals, or came back after that. Absent: nothing speaks against them. */
  introduction: z.literal('not_referring').exactOptional(),
})
export type AttributionReceipt = z.infer<typeof AttributionReceipt>

/** What an order earns whoever recommended it: frozen when it is placed, whether somebody is credited or not. */
export const CommissionRates = z.object({
  /** The lines that earn; a line that is not named earns nothing. */
  rates: z.array(z.object({ skuId: SkuId, rateBps: CommissionRateBps.min(1) })),
  /** The most that the whole order earns. */
  capFen: PositiveFen.exactOptional(),
})
export type CommissionRates = z.infer<typeof CommissionRates>

/** What is earned on one order: one direct referrer and rates of what is sold. A second level is there only where the
 *  deployment has it on, and a third one cannot be written here. */
export const CommissionTerms = z.object({
  referrerId: CustomerId,
  ...CommissionRates.shape,
  rates: CommissionRates.shape.rates.min(1),
  second: SecondTerms.exactOptional(),
})
export type CommissionTerms = z.infer<typeof CommissionTerms>

/** True: its referrer takes no part in referrals. */
type Void = { readonly isVoid?: boolean }
/** What an attribution looks at of a visit. */
export type SeenVisit = Pick<Visit, 'linkCode' | 'referrerId' | 'channel' | 'lastAt'> & Void
export type SeenIntroduction = Introduction & Void

/**
 * Whom an order is credited to: the last visit by somebody else's link inside the shop's window, else the introducer; never
 * who takes no part in referrals.
 * @param visits what is known of the buyer's visits, in any order.
 * @param isStaff the shop's own people credit nobody.
 */
export function attribute(
  buyer: { readonly customerId: CustomerId; readonly isStaff: boolean; readonly introduction: SeenIntroduction | null },
  visits: readonly SeenVisit[],
  windowDays: number,
  now: string,
  rule: AttributionRule = 'last_visit',
): AttributionReceipt {
  const opensAt = addDays(now, -windowDays)
  const latestFirst = visits.toSorted(byLastVisit)
  const reasonAgainst = (visit: SeenVisit): LosingReason | undefined => {
    if (buyer.isStaff) return 'own_shop'
    if (visit.referrerId === buyer.customerId) return 'self_referral'
    if (visit.isVoid) return 'not_referring'
    return visit.lastAt < opensAt ? 'outside_window' : undefined
  }
  const byRule = rule === 'last_visit' ? latestFirst : latestFirst.toReversed()
  const won = byRule.find((visit) => reasonAgainst(visit) === undefined)
  const otherwise = rule === 'last_visit' ? 'earlier_visit' : 'later_visit'
  const losers: AttributionReceipt['losers'] = latestFirst
    .filter((visit) => visit !== won)
    .map((visit) => ({ ...candidate(visit), reason: reasonAgainst(visit) ?? otherwise }))
  const isVoid = buyer.introduction?.isVoid === true && !buyer.isStaff
  const introduction = isVoid ? ({ introduction: 'not_referring' } as const) : {}
  const receipt = { ruleVersion: attributionRuleVersion, windowDays, losers, ...introduction }
  if (won) return { ...receipt, winner: { by: 'visit', ...candidate(won) } }
  if (!buyer.introduction || buyer.isStaff || isVoid) return { ...receipt, winner: null }
  const { introducerId: referrerId, linkCode, channel } = buyer.introduction
  return { ...receipt, winner: { by: 'introduction', linkCode, referrerId, channel } }
}

/** Latest first; of two in one moment the code decides, so that the order in which they were read does not. */
function byLastVisit(a: SeenVisit, b: SeenVisit): number {
  if (a.lastAt !== b.lastAt) return a.lastAt < b.lastAt ? 1 : -1
  return a.linkCode < b.linkCode ? -1 : 1
}

const candidate = ({ linkCode, referrerId, channel, lastAt }: SeenVisit) => ({
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

/** The terms frozen on the order, from the rates frozen on its lines. No referrer or no rate: no commission, and then no
 *  second level either. */
export function commissionTerms(
  receipt: Pick<AttributionReceipt, 'winner'>,
  lines: readonly RatedLine[],
  capFen: number | undefined,
  second: SecondTerms | null = null,
): CommissionTerms | null {
  const earned = commissionRates(lines, capFen)
  if (!receipt.winner || earned.rates.length === 0) return null
  return { referrerId: receipt.winner.referrerId, ...earned, ...(second ? { second } : {}) }
}
