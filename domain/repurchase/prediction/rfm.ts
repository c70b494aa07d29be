import { daysBetween } from '../../shared/time.ts'
import type { CustomerPurchases } from './purchase-timing.ts'

/** What RFM looks at, as of a day: days since the last purchase day, orders, and net amount. */
export type RfmValues = { readonly recencyDays: number; readonly orders: number; readonly amountFen: number }
/** Scores from 1, the worst, to 5. */
export type RfmScores = { readonly r: number; readonly f: number; readonly m: number }

/** Scores that there are. */
const scoreMax = 5

export function rfmValues({ purchaseDays, orders }: CustomerPurchases, asOf: string): RfmValues {
  const last = purchaseDays.at(-1) ?? purchaseDays[0]
  return {
    recencyDays: daysBetween(last.day, asOf),
    orders,
    amountFen: purchaseDays.reduce((sum, { amountFen }) => sum + amountFen, 0),
  }
}

/** A shop’s customers as a measure for any one of them. */
export type RfmScale = {
  readonly n: number
  /** Sums over the customers, for their means. */
  readonly sums: RfmValues
  /** The least good value of each score from 2 on; fewer where no customer has the highest scores. */
  readonly from: { readonly r: readonly number[]; readonly f: readonly number[]; readonly m: readonly number[] }
}

/**
 * The scale on which `scoresOn` gives each of these customers 1 + floor(5 × customers strictly worse ÷ customers). Who has
 * the same has the same score, so that fives of equal size do not exist where half of the customers bought once.
 */
export function rfmScale(customers: readonly RfmValues[]): RfmScale {
  const valuesOf = (key: keyof RfmValues) => Float64Array.from(customers, (customer) => customer[key]).sort()
  const [days, orders, amounts] = [valuesOf('recencyDays'), valuesOf('orders'), valuesOf('amountFen')]
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
  return {
    n: customers.length,
    sums: { recencyDays: sum(days), orders: sum(orders), amountFen: sum(amounts) },
    // The longer ago, the worse.
    from: { r: stepsOf(days.toReversed()), f: stepsOf(orders), m: stepsOf(amounts) },
  }
}

/** The first value of each score from 2 on, among values of which the worst is the first. */
function stepsOf(values: Float64Array): number[] {
  const steps: number[] = []
  let worse = 0
  values.forEach((value, at) => {
    // The first of equals has only worse ones before it.
    if (value !== values[at - 1]) worse = at
    while (steps.length < Math.floor((scoreMax * worse) / values.length)) steps.push(value)
  })
  return steps
}

/** The scores of a customer on a shop’s scale. */
export function scoresOn({ from }: RfmScale, { recencyDays, orders, amountFen }: RfmValues): RfmScores {
  return {
    r: 1 + from.r.filter((days) => recencyDays <= days).length,
    f: 1 + from.f.filter((count) => orders >= count).length,
    m: 1 + from.m.filter((fen) => amountFen >= fen).length,
  }
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
