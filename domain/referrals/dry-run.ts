import * as z from 'zod'
import { CommissionRateBps, PositiveFen, SecondLevelRateBps, sumFen } from '../shared/fen.ts'
import { CustomerId, ProductId, type SkuId } from '../shared/ids.ts'
import {
  type AttributionReceipt,
  AttributionRule,
  attribute,
  commissionTerms,
  type SeenIntroduction,
  type SeenVisit,
} from './attribution.ts'
import { commissionFen, secondCommissionFen } from './commission.ts'
import type { Introduction } from './member.ts'
import { type Introducer, type SecondTerms, secondTerms } from './second-level.ts'

/** What owners try is seldom more than the goods of one campaign. */
const productsMax = 100
/** As in the shop's settings. */
const attributionDaysMax = 180

const hasNoneTwice = (products: readonly { readonly productId: string }[]) =>
  new Set(products.map(({ productId }) => productId)).size === products.length

/** Terms that somebody considers. What is left out stays as it was frozen on each order. */
export const OtherTerms = z.strictObject({
  /** Of all products but those that are named. */
  rateBps: CommissionRateBps.exactOptional(),
  products: z
    .array(z.strictObject({ productId: ProductId, rateBps: CommissionRateBps }))
    .max(productsMax)
    .refine(hasNoneTwice, 'no product twice')
    .exactOptional(),
  /** Null: no cap. */
  capFen: PositiveFen.nullable().exactOptional(),
  attributionDays: z.int().min(1).max(attributionDaysMax).exactOptional(),
  attributionRule: AttributionRule.exactOptional(),
  /** Where the deployment has a second level. */
  secondLevelRateBps: SecondLevelRateBps.exactOptional(),
})
export type OtherTerms = z.infer<typeof OtherTerms>

type Earned = { readonly referrerId: CustomerId; readonly fen: number } | null

/** What a replay looks at of an order's second level. */
export type ReplayedSecond = {
  /** As it was frozen on the order; absent where nothing was, since nobody earned on it. */
  readonly frozen?: SecondTerms | null
  /** The shop's now, for an order on which none was frozen. */
  readonly rateBps: number
  /** Who had introduced those who may be credited. */
  readonly introducers: ReadonlyMap<CustomerId, Introducer>
  readonly earned: Earned
}

/** An order as it stands, with what it was credited by. */
export type ReplayedOrder = {
  readonly customerId: CustomerId
  readonly placedAt: string
  readonly attribution: AttributionReceipt
  /** Who introduced the buyer, whenever that was. */
  readonly introduction: Introduction | null
  readonly lines: readonly {
    readonly productId: ProductId
    readonly skuId: SkuId
    /** What is kept for it. */
    readonly netFen: number
    readonly commissionRateBps: number
  }[]
  readonly capFen: number | undefined
  /** What it earns whom, as the ledger has it. */
  readonly earned: Earned
  /** Absent where the deployment has no second level. */
  readonly second?: ReplayedSecond
}

/**
 * What an order would have earned its referrer, and who introduced them, under other terms: by the live functions of
 * attribution and commission, over the visits that its receipt names. Those were all that counted at its placing, so nothing
 * that came later changes the answer.
 */
export function replay(order: ReplayedOrder, terms: OtherTerms): { readonly direct: Earned; readonly second: Earned } {
  const { customerId, placedAt, attribution } = order
  const isVoid = attribution.introduction === 'not_referring'
  const introduction =
    order.introduction && order.introduction.introducedAt <= placedAt ? { ...order.introduction, isVoid } : null
  const buyer = { customerId, isStaff: isOwnShop(attribution, introduction), introduction }
  const windowDays = terms.attributionDays ?? attribution.windowDays
  const receipt = attribute(buyer, visitsOf(attribution), windowDays, placedAt, terms.attributionRule)
  const rateOf = new Map(terms.products?.map(({ productId, rateBps }) => [productId, rateBps]))
  const lines = order.lines.map((line) => ({
    ...line,
    commissionRateBps: rateOf.get(line.productId) ?? terms.rateBps ?? line.commissionRateBps,
  }))
  const capFen = terms.capFen === undefined ? order.capFen : (terms.capFen ?? undefined)
  const earned = commissionTerms(receipt, lines, capFen, secondUnder(order, receipt, terms.secondLevelRateBps))
  if (!earned) return { direct: null, second: null }
  const { referrerId, second } = earned
  const secondFen = second ? secondCommissionFen(lines, earned, second.rateBps) : 0
  return {
    direct: { referrerId, fen: commissionFen(lines, earned) },
    second: second ? { referrerId: second.referrerId, fen: secondFen } : null,
  }
}

/** The second level under other terms: who it was frozen to, as long as the same referrer is credited. */
function secondUnder(
  { customerId, attribution, second }: ReplayedOrder,
  receipt: AttributionReceipt,
  otherRateBps: number | undefined,
): SecondTerms | null {
  if (!second || !receipt.winner) return null
  const { referrerId } = receipt.winner
  const frozen = referrerId === attribution.winner?.referrerId ? second.frozen : undefined
  if (otherRateBps === undefined && frozen !== undefined) return frozen
  const rateBps = otherRateBps ?? second.frozen?.rateBps ?? second.rateBps
  const introducer = frozen ? { customerId: frozen.referrerId, isStaff: false } : second.introducers.get(referrerId)
  return secondTerms(receipt, customerId, introducer, rateBps)
}

/** Nobody won although somebody had introduced the buyer: only the shop's own people are credited to nobody. */
const isOwnShop = ({ winner, losers }: AttributionReceipt, introduction: SeenIntroduction | null) =>
  losers.some(({ reason }) => reason === 'own_shop') ||
  (winner === null && introduction !== null && !introduction.isVoid)

function visitsOf({ winner, losers }: AttributionReceipt): SeenVisit[] {
  const all = winner?.by === 'visit' ? [winner, ...losers] : losers
  return all.map(({ visitedAt, ...seen }) => {
    const { linkCode, referrerId, channel } = seen
    const isVoid = 'reason' in seen && seen.reason === 'not_referring'
    return { linkCode, referrerId, channel, lastAt: visitedAt, isVoid }
  })
}

const sums = {
  orders: z.int().min(0),
  earnedFen: z.int(),
  wouldEarnFen: z.int(),
  /** What they would earn more; below zero: less. */
  differenceFen: z.int(),
}
const compared = {
  ...sums,
  /** Who earned or would have earned, the largest difference first. */
  referrers: z.array(z.object({ referrerId: CustomerId, ...sums })),
}
/** What referrers earned, and what they would have earned. Parts of one replay are added up field by field. */
export const Comparison = z.object({
  ...compared,
  /** The same of those who introduced them; absent where the deployment has no second level. */
  second: z.object(compared).exactOptional(),
})
export type Comparison = z.infer<typeof Comparison>

/** Replays orders and holds the outcome against what they earned. */
export function compareTerms(orders: readonly ReplayedOrder[], terms: OtherTerms): Comparison {
  const replayed = orders.map((order) => ({ order, would: replay(order, terms) }))
  const direct = compare(replayed.map(({ order: { earned }, would }) => ({ earned, would: would.direct })))
  const second = replayed.flatMap(({ order, would }) =>
    order.second ? [{ earned: order.second.earned, would: would.second }] : [],
  )
  return { ...direct, ...(second.length === 0 ? {} : { second: compare(second) }) }
}

function compare(orders: readonly { readonly earned: Earned; readonly would: Earned }[]): Omit<Comparison, 'second'> {
  const byReferrer = new Map<CustomerId, { orders: number; earnedFen: number; wouldEarnFen: number }>()
  const of = (referrerId: CustomerId) => {
    const found = byReferrer.get(referrerId) ?? { orders: 0, earnedFen: 0, wouldEarnFen: 0 }
    byReferrer.set(referrerId, found)
    return found
  }
  for (const { earned, would } of orders) {
    if (earned) of(earned.referrerId).earnedFen += earned.fen
    if (would) of(would.referrerId).wouldEarnFen += would.fen
    for (const referrerId of new Set([earned, would].flatMap((each) => each?.referrerId ?? []))) of(referrerId).orders++
  }
  const referrers = [...byReferrer]
    .map(([referrerId, each]) => ({ referrerId, ...each, differenceFen: each.wouldEarnFen - each.earnedFen }))
    .toSorted((a, b) => Math.abs(b.differenceFen) - Math.abs(a.differenceFen) || (a.referrerId < b.referrerId ? -1 : 1))
  const sumOf = (field: 'earnedFen' | 'wouldEarnFen' | 'differenceFen') => sumFen(referrers.map((each) => each[field]))
  const total = { earnedFen: sumOf('earnedFen'), wouldEarnFen: sumOf('wouldEarnFen') }
  return { orders: orders.length, ...total, differenceFen: sumOf('differenceFen'), referrers }
}
