import { daysBetween } from '../../shared/time.ts'
import type { CustomerPurchases } from './purchase-timing.ts'

/** What RFM looks at, as of a day: days since the last purchase day, orders, and net amount. */
export type RfmValues = { readonly recencyDays: number; readonly orders: number; readonly amountFen: number }
/** Scores from 1, the worst, to 5. */
export type RfmScores = { readonly r: number; readonly f: number; readonly m: number }

/** Scores that there are. */
const scoreMax = 5

export function rfmValues(customer: CustomerPurchases, asOf: string): RfmValues {
  const { purchaseDays, orders } = customer
  return {
    recencyDays: daysBetween(purchaseDays.at(-1)?.day ?? asOf, asOf),
    orders,
    amountFen: purchaseDays.reduce((sum, { amountFen }) => sum + amountFen, 0),
  }
}

/**
 * Scores each of the customers against all of them: 1 + floor(5 × customers strictly worse ÷ customers). Who has the same
 * has the same score, so that fives of equal size do not exist where half of the customers bought once.
 */
export function rfmScores(customers: readonly RfmValues[]): RfmScores[] {
  // The longer ago, the worse.
  const r = scoresOf(customers.map(({ recencyDays }) => -recencyDays))
  const f = scoresOf(customers.map(({ orders }) => orders))
  const m = scoresOf(customers.map(({ amountFen }) => amountFen))
  return customers.map((_, at) => ({ r: r[at] ?? 1, f: f[at] ?? 1, m: m[at] ?? 1 }))
}

function scoresOf(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort()
  const scores = new Map<number, number>()
  sorted.forEach((value, worse) => {
    // The first of equals has only worse ones before it. In whole numbers up to the division, so that no fifth is missed.
    if (!scores.has(value)) scores.set(value, 1 + Math.floor((scoreMax * worse) / values.length))
  })
  return values.map((value) => scores.get(value) ?? 1)
}

/** Customers by score, for each of the three. */
export type RfmCounts = Readonly<Record<keyof RfmScores, Readonly<Record<string, number>>>>

export function countScores(scores: readonly RfmScores[]): RfmCounts {
  const countOf = (key: keyof RfmScores) => {
    const counts: Record<string, number> = {}
    for (const each of scores) counts[each[key]] = (counts[each[key]] ?? 0) + 1
    return counts
  }
  return { r: countOf('r'), f: countOf('f'), m: countOf('m') }
}
