import * as z from 'zod'

/** What purchases of some people come to; as a change it may be negative. */
export const Worth = z.object({
  buyers: z.int(),
  /** Buyers on two days or more. */
  repeatBuyers: z.int(),
  /** Buyers with two orders or more. */
  repeatBuyersByOrder: z.int().default(0),
  orders: z.int(),
  /** Days with an order, summed over the buyers. */
  purchaseDays: z.int().default(0),
  /** What is kept of all orders: fen. */
  amountFen: z.int(),
  /** Of it, what buyers spent after the day of their first purchase: fen. */
  repurchasedFen: z.int(),
})
export type Worth = z.infer<typeof Worth>

/** Month of a first purchase. */
export const Cohort = z.string().regex(/^\d{4}-\d{2}$/)

/** Worth by the month of the first purchase. No month is kept with nothing in it. */
export const Cohorts = z.record(Cohort, Worth)
export type Cohorts = z.infer<typeof Cohorts>

export const noWorth: Worth = {
  buyers: 0,
  repeatBuyers: 0,
  repeatBuyersByOrder: 0,
  orders: 0,
  purchaseDays: 0,
  amountFen: 0,
  repurchasedFen: 0,
}

export const addWorth = (a: Worth, b: Worth, sign: 1 | -1 = 1): Worth => ({
  buyers: a.buyers + sign * b.buyers,
  repeatBuyers: a.repeatBuyers + sign * b.repeatBuyers,
  repeatBuyersByOrder: a.repeatBuyersByOrder + sign * b.repeatBuyersByOrder,
  orders: a.orders + sign * b.orders,
  purchaseDays: a.purchaseDays + sign * b.purchaseDays,
  amountFen: a.amountFen + sign * b.amountFen,
  repurchasedFen: a.repurchasedFen + sign * b.repurchasedFen,
})

export const isNothing = (worth: Worth): boolean => Object.values(worth).every((value) => value === 0)

export function addCohorts(a: Cohorts, b: Cohorts, sign: 1 | -1 = 1): Cohorts {
  const sums = new Map(Object.entries(a))
  for (const [cohort, worth] of Object.entries(b)) sums.set(cohort, addWorth(sums.get(cohort) ?? noWorth, worth, sign))
  return Object.fromEntries([...sums].filter(([, worth]) => !isNothing(worth)))
}

/** All cohorts together. */
export const totalWorth = (cohorts: Cohorts): Worth =>
  Object.values(cohorts).reduce((sum, worth) => addWorth(sum, worth), noWorth)
