import * as z from 'zod'
import { Day } from '../shared/time.ts'
import { type Counter, type Figures, secondPurchaseDays } from './contributions.ts'
import { spread, wilsonInterval } from './statistics.ts'

/** Rises whenever a definition changes, so that two figures are compared only where they mean the same. */
export const definitionVersion = 1

const Count = z.int().min(0)
const Rate = z.number().min(0).max(1)
const Days = z.number().min(0).nullable()
const Interval = z.object({ n: Count, low: Rate.nullable(), high: Rate.nullable() })

/** The repurchase figures over the customers of a shop or of one referrer, up to and with the day `asOf`. */
export const RepurchaseSummary = z.object({
  /** Day on the shop's calendar. */
  asOf: Day,
  definitionVersion: z.int(),
  /** Customers with a purchase: the n of both rates. */
  customers: Count,
  orders: Count,
  /** Days with a purchase, summed over the customers. */
  purchaseDays: Count,
  amountFen: Count,
  repeatCustomersByOrder: Count,
  repeatCustomersByDay: Count,
  /** Customers with purchases on two days or more, of all customers. Null while there are no customers: then no rate exists. */
  repurchaseRateByDay: Rate.nullable(),
  /** Customers with two orders or more, of all customers; null likewise. */
  repurchaseRateByOrder: Rate.nullable(),
  /** Wilson's intervals of the rates at 95 %; the ends are null when n is 0. */
  interval95: z.object({ repurchaseRateByDay: Interval, repurchaseRateByOrder: Interval }),
  /** Days from the first to the second purchase day, over the n customers who have both; null when n is 0. */
  secondPurchase: z.object({ n: Count, mean: Days, p25: Days, median: Days, p75: Days }),
})
export type RepurchaseSummary = z.infer<typeof RepurchaseSummary>

/** Makes the summary from the stored figures of one scope. */
export function summarise(figures: Figures, asOf: string): RepurchaseSummary {
  const count = (counter: Counter) => figures.get(counter) ?? 0
  const customers = count('customers')
  const byDay = rate(count('repeatCustomersByDay'), customers)
  const byOrder = rate(count('repeatCustomersByOrder'), customers)
  return {
    asOf,
    definitionVersion,
    customers,
    orders: count('orders'),
    purchaseDays: count('purchaseDays'),
    amountFen: count('amountFen'),
    repeatCustomersByOrder: count('repeatCustomersByOrder'),
    repeatCustomersByDay: count('repeatCustomersByDay'),
    repurchaseRateByDay: byDay.rate,
    repurchaseRateByOrder: byOrder.rate,
    interval95: { repurchaseRateByDay: byDay.interval, repurchaseRateByOrder: byOrder.interval },
    secondPurchase: spread(secondPurchases(figures)),
  }
}

function rate(hits: number, n: number) {
  const { low, high } = wilsonInterval(hits, n) ?? { low: null, high: null }
  return { rate: n === 0 ? null : hits / n, interval: { n, low, high } }
}

function secondPurchases(figures: Figures): Map<number, number> {
  const histogram = new Map<number, number>()
  for (const [figure, customers] of figures) {
    const days = secondPurchaseDays(figure)
    if (days !== undefined) histogram.set(days, customers)
  }
  return histogram
}
