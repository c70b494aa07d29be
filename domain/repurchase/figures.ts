import { type Figures, type WithinDays, withinDays } from './cells.ts'
import type { ChainFigures, ChannelFigures, ProductFigures, ScopeFigures, SummaryFigures } from './figure-shapes.ts'
import { cohortFigures, monthFigures } from './month-figures.ts'
import { numbered, type Series, sumOf, totalsOf } from './series.ts'
import { type Histogram, partOf, rateOf, spread, wilsonInterval } from './statistics.ts'
import type { CustomerWorth } from './worth.ts'

/** Gaps under which a product has no cycle yet: the median of a few is chance. */
export const cycleGapsMin = 10

/** Every figure over the customers of a scope as of the series' day. */
export function scopeFigures(series: Series): ScopeFigures {
  const totals = totalsOf(series)
  const summary = summaryFigures(totals)
  const gaps = numbered(totals, 'gap')
  return {
    ...summary,
    interval95: summaryIntervals(summary),
    secondPurchase: spread(gaps),
    withinDays: Object.fromEntries(
      withinDays.map((days) => [String(days), within(days, gaps, summary.customers, series)]),
    ),
    histogram: { byOrders: exactly(numbered(totals, 'orders')), byDays: exactly(numbered(totals, 'days')) },
    months: monthFigures(series),
    cohorts: cohortFigures(series),
  }
}

/** The plain figures, from the sums up to a day. */
export function summaryFigures(totals: Figures): SummaryFigures {
  const [orders, days] = [numbered(totals, 'orders'), numbered(totals, 'days')]
  return withRates({
    customers: orders.get(1) ?? 0,
    orders: sumOf(orders) + (totals.get('guestOrders') ?? 0),
    purchaseDays: sumOf(days),
    amountFen: totals.get('amountFen') ?? 0,
    repeatCustomersByOrder: orders.get(2) ?? 0,
    repeatCustomersByDay: days.get(2) ?? 0,
  })
}

/** The plain figures over everybody below a referrer, from the sums of what each of them is worth. */
export function chainFigures(below: Omit<CustomerWorth, 'cohort'>): ChainFigures {
  const summary = withRates({
    customers: below.buyers,
    orders: below.orders,
    purchaseDays: below.purchaseDays,
    amountFen: below.amountFen,
    repeatCustomersByOrder: below.repeatBuyersByOrder,
    repeatCustomersByDay: below.repeatBuyers,
  })
  return { ...summary, interval95: summaryIntervals(summary) }
}

const withRates = (counts: Omit<SummaryFigures, 'repurchaseRateByDay' | 'repurchaseRateByOrder'>): SummaryFigures => ({
  ...counts,
  repurchaseRateByDay: rateOf(counts.repeatCustomersByDay, counts.customers),
  repurchaseRateByOrder: rateOf(counts.repeatCustomersByOrder, counts.customers),
})

const summaryIntervals = ({ customers, repeatCustomersByDay, repeatCustomersByOrder }: SummaryFigures) => ({
  repurchaseRateByDay: intervalOf(repeatCustomersByDay, customers),
  repurchaseRateByOrder: intervalOf(repeatCustomersByOrder, customers),
})

/** A product's figures from the sums up to a day. Its rate is by day: buying two at once is no repurchase. */
export function productFigures(productId: string, totals: Figures): ProductFigures {
  const buyers = totals.get('days.1') ?? 0
  const repeatBuyers = totals.get('days.2') ?? 0
  const cycle = spread(numbered(totals, 'gap'))
  return {
    productId,
    buyers,
    repeatBuyers,
    rate: rateOf(repeatBuyers, buyers),
    units: totals.get('units') ?? 0,
    amountFen: totals.get('amountFen') ?? 0,
    cycle: cycle.n < cycleGapsMin ? null : cycle,
  }
}

/** A channel's figures from the sums up to a day, and what was spent on it up to then. */
export function channelFigures(channel: string, totals: Figures, spentFen: number): ChannelFigures {
  const summary = summaryFigures(totals)
  const attributedFen = totals.get('attributedFen') ?? 0
  const costPer = (people: number) => (spentFen === 0 || people === 0 ? null : Math.round(spentFen / people))
  return {
    channel,
    ...summary,
    attributedOrders: totals.get('attributedOrders') ?? 0,
    attributedFen,
    spentFen,
    returnOnSpend: spentFen === 0 ? null : attributedFen / spentFen,
    costPerCustomerFen: costPer(summary.customers),
    costPerRepeatCustomerFen: costPer(summary.repeatCustomersByDay),
  }
}

/** Most money first, then most customers. */
export const byAmount = (a: SummaryFigures, b: SummaryFigures): number =>
  b.amountFen - a.amountFen || b.customers - a.customers

/** Most repeat buyers first; of as many the more buyers, then the name decides. */
export function byRepeatBuyers(a: ProductFigures, b: ProductFigures): number {
  return b.repeatBuyers - a.repeatBuyers || b.buyers - a.buyers || (a.productId < b.productId ? -1 : 1)
}

function within(days: WithinDays, gaps: Histogram, customers: number, { matured }: Series) {
  const back = sumOf(new Map([...gaps].filter(([gap]) => gap <= days)))
  const { eligible, withinEligible } = matured.get(days) ?? { eligible: 0, withinEligible: 0 }
  return {
    within: back,
    eligible,
    withinEligible,
    rateAll: rateOf(back, customers),
    rateEligible: rateOf(withinEligible, eligible),
    interval95: intervalOf(withinEligible, eligible),
  }
}

function intervalOf(hits: number, n: number) {
  const { low, high } = wilsonInterval(partOf(hits, n), n) ?? { low: null, high: null }
  return { n, low, high }
}

/** Customers with exactly k of something, from those who reached k: by k, where there are any. */
function exactly(reached: Histogram): Record<string, number> {
  const counts = [...reached]
    .map(([k, customers]) => [k, customers - (reached.get(k + 1) ?? 0)] as const)
    .filter(([, customers]) => customers > 0)
    .sort(([a], [b]) => a - b)
  return Object.fromEntries(counts.map(([k, customers]) => [String(k), customers]))
}
