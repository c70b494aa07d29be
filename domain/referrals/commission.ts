import { commissionRateMaxBps, sharesOfFen, sumFen } from '../shared/fen.ts'
import type { SkuId } from '../shared/ids.ts'
import type { CommissionRates } from './attribution.ts'

/** A line of a sale, and what is kept for it. */
export type EarningLine = { readonly skuId: SkuId; readonly netFen: number }

/**
 * f(sale lines, frozen rates): what an order's commission is in all, in fen: each line at its own rate, rounded down once
 * for all of them, at most the cap. The remainder stays with the shop, and shipping earns nothing. What an order's events
 * add is always a difference of two values of it, so they always sum to it exactly.
 */
export function commissionFen(lines: readonly EarningLine[], { rates, capFen }: CommissionRates): number {
  const rateOf = (skuId: SkuId) => rates.find((rate) => rate.skuId === skuId)?.rateBps ?? 0
  const earnedFen = sharesOfFen(lines.map(({ skuId, netFen }) => ({ amountFen: netFen, rateBps: rateOf(skuId) })))
  return capFen === undefined ? earnedFen : Math.min(capFen, earnedFen)
}

/**
 * The same of the second level: its one rate of each line that earns, never more on a line than both may have together,
 * and of the order's cap what the direct referrer leaves.
 */
export function secondCommissionFen(
  lines: readonly EarningLine[],
  { rates, capFen }: CommissionRates,
  secondRateBps: number,
): number {
  const second = rates.map(({ skuId, rateBps }) => ({
    skuId,
    rateBps: Math.min(secondRateBps, commissionRateMaxBps - rateBps),
  }))
  const earnedFen = commissionFen(lines, { rates: second })
  return capFen === undefined ? earnedFen : Math.min(capFen - commissionFen(lines, { rates, capFen }), earnedFen)
}

export type RefundedLine = { readonly skuId: SkuId; readonly amountFen: number }

/** The lines of a sale with what went back on them. */
export const withRefunded = (lines: readonly EarningLine[], refunded: readonly RefundedLine[]): EarningLine[] =>
  lines.map(({ skuId, netFen }) => {
    const back = refunded.filter((line) => line.skuId === skuId).map(({ amountFen }) => amountFen)
    return { skuId, netFen: netFen + sumFen(back) }
  })
