import * as z from 'zod'
import { CommissionRateBps, PositiveFen, sumFen } from '../shared/fen.ts'
import { CustomerId, ProductId, type SkuId } from '../shared/ids.ts'
import { type AttributionReceipt, AttributionRule, attribute, commissionTerms, type SeenVisit } from './attribution.ts'
import { commissionFen } from './commission.ts'
import type { Introduction } from './member.ts'

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
})
export type OtherTerms = z.infer<typeof OtherTerms>

type Earned = { readonly referrerId: CustomerId; readonly fen: number } | null

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
}

/**
 * What an order would have earned under other terms: by the live functions of attribution and commission, over the visits
 * that its receipt names. Those were all that counted at its placing, so nothing that came later changes the answer.
 */
export function replay(order: ReplayedOrder, terms: OtherTerms): Earned {
  const { customerId, placedAt, attribution } = order
  const introduction = order.introduction && order.introduction.introducedAt <= placedAt ? order.introduction : null
  const buyer = { customerId, isStaff: isOwnShop(attribution, introduction), introduction }
  const windowDays = terms.attributionDays ?? attribution.windowDays
  const receipt = attribute(buyer, visitsOf(attribution), windowDays, placedAt, terms.attributionRule)
  const rateOf = new Map(terms.products?.map(({ productId, rateBps }) => [productId, rateBps]))
  const lines = order.lines.map((line) => ({
    ...line,
    commissionRateBps: rateOf.get(line.productId) ?? terms.rateBps ?? line.commissionRateBps,
  }))
  const capFen = terms.capFen === undefined ? order.capFen : (terms.capFen ?? undefined)
  const earned = commissionTerms(receipt, lines, capFen)
  return earned && { referrerId: earned.referrerId, fen: commissionFen(lines, earned) }
}

/** Nobody won although somebody had introduced the buyer: only the shop's own people are credited to nobody. */
const isOwnShop = ({ winner, losers }: AttributionReceipt, introduction: Introduction | null) =>
  losers.some(({ reason }) => reason === 'own_shop') || (winner === null && introduction !== null)

function visitsOf({ winner, losers }: AttributionReceipt): SeenVisit[] {
  const all = winner?.by === 'visit' ? [winner, ...losers] : losers
  return all.map(({ linkCode, referrerId, channel, visitedAt }) => ({
    ...{ linkCode, referrerId, channel },
    lastAt: visitedAt,
  }))
}

const sums = {
  orders: z.int().min(0),
  earnedFen: z.int(),
  wouldEarnFen: z.int(),
  /** What they would earn more; below zero: less. */
  differenceFen: z.int(),
}
/** What referrers earned, and what they would have earned. Parts of one replay are added up field by field. */
export const Comparison = z.object({
  ...sums,
  /** Who earned or would have earned, the largest difference first. */
  referrers: z.array(z.object({ referrerId: CustomerId, ...sums })),
})
export type Comparison = z.infer<typeof Comparison>

/** Replays orders and holds the outcome against what they earned. */
export function compareTerms(orders: readonly ReplayedOrder[], terms: OtherTerms): Comparison {
  const byReferrer = new Map<CustomerId, { orders: number; earnedFen: number; wouldEarnFen: number }>()
  const of = (referrerId: CustomerId) => {
    const found = byReferrer.get(referrerId) ?? { orders: 0, earnedFen: 0, wouldEarnFen: 0 }
    byReferrer.set(referrerId, found)
    return found
  }
  for (const order of orders) {
    const { earned } = order
    const would = replay(order, terms)
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
