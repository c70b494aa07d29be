import { assert } from '../../shared/decision.ts'
import { daysBetween } from '../../shared/time.ts'

/** A day on which a customer bought, with what was paid on it after refunds. */
export type PurchaseDay = { readonly day: string; readonly amountFen: number }

/** What predictions are made of: one customer's purchases in a shop, up to and with the day of which the predictions are. */
export type CustomerPurchases = {
  readonly customerId: string
  /** Each day once, the earliest first, at least one. */
  readonly purchaseDays: readonly [PurchaseDay, ...PurchaseDay[]]
  readonly orders: number
}

/** When a customer bought, as the models know it: x, t_x and T of the literature, in whole days. */
export type Timing = {
  /** x: purchase days after the first. */
  readonly frequency: number
  /** t_x: days from the first to the last purchase day. */
  readonly recencyDays: number
  /** T: days from the first purchase day to the end of the observation. */
  readonly ageDays: number
}

/** Days that an observation may be long: well over a century, and small enough for the keys of `compress`. */
const ageMaxDays = 65_535
/** Purchases that one timing may have: one on every such day. */
const frequencyMax = ageMaxDays

/** The timing of a customer as of a day, which is not before the last purchase. */
export function timingOf({ purchaseDays }: Pick<CustomerPurchases, 'purchaseDays'>, asOf: string): Timing {
  const [first] = purchaseDays
  return {
    frequency: purchaseDays.length - 1,
    recencyDays: daysBetween(first.day, (purchaseDays.at(-1) ?? first).day),
    ageDays: daysBetween(first.day, asOf),
  }
}

export type CountedTiming = Timing & { readonly count: number }

/** Equal timings as one with their number, sorted: the result does not depend on the order of the customers. */
export function compress(timings: Iterable<Timing>): CountedTiming[] {
  const counts = new Map<number, number>()
  for (const { frequency, recencyDays, ageDays } of timings) {
    assert([frequency, recencyDays, ageDays].every(Number.isInteger), 'purchases and days are whole')
    assert(frequency >= 0 && frequency <= frequencyMax, 'there are as many purchases as days at most')
    assert(recencyDays >= frequency && recencyDays <= ageDays && ageDays <= ageMaxDays, 'the last purchase is in time')
    assert(frequency > 0 || recencyDays === 0, 'who bought on one day bought first and last on it')
    const key = (frequency * (ageMaxDays + 1) + recencyDays) * (ageMaxDays + 1) + ageDays
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, count]) => {
      const times = Math.floor(key / (ageMaxDays + 1))
      return {
        frequency: Math.floor(times / (ageMaxDays + 1)),
        recencyDays: times % (ageMaxDays + 1),
        ageDays: key % (ageMaxDays + 1),
        count,
      }
    })
}
