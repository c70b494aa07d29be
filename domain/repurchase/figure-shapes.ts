import * as z from 'zod'
import { Day } from '../shared/time.ts'
import { OutsideId } from './history.ts'

/** Rises whenever a definition changes, so that two figures are compared only where they mean the same. */
export const definitionVersion = 3

export const Count = z.int().min(0)
/** Null where there is nobody to ask: then no rate exists. */
export const Rate = z.number().min(0).max(1).nullable()
const Days = z.number().min(0).nullable()
const Month = z.string().regex(/^\d{4}-\d{2}$/)
/** Wilson's interval of a rate at 95 %; the ends are null when n is 0. */
const Interval = z.object({ n: Count, low: Rate, high: Rate })

/** How few days, how many in the middle; null when n is 0. */
export const Spread = z.object({ n: Count, mean: Days, p25: Days, median: Days, p75: Days })

const Within = z.object({
  within: Count,
  eligible: Count,
  withinEligible: Count,
  rateAll: Rate,
  rateEligible: Rate,
  /** Of `rateEligible`. */
  interval95: Interval,
})

export const MonthFigures = z.object({
  orders: Count,
  amountFen: Count,
  customers: Count,
  new: Count,
  activeLastMonth: Count,
  returnedAfterGap: Count,
  inactive: Count,
  /** Null while the next month is not over. */
  boughtNextMonth: Count.nullable(),
  boughtNextMonthRate: Rate,
  repeatCustomersByOrder: Count,
  repeatCustomersByDay: Count,
  repurchaseRateByOrder: Rate,
  repurchaseRateByDay: Rate,
  returningCustomers: Count,
  returningCustomerRate: Rate,
})
export type MonthFigures = z.infer<typeof MonthFigures>

export const Cohort = z.object({
  size: Count,
  /** Cell j: members who bought in the month j after the first; null for a month that is not over. */
  active: z.array(Count.nullable()),
  /** Cell j: members who had a second purchase day by the end of that month; null likewise. */
  everBackBy: z.array(Count.nullable()),
})
export type Cohort = z.infer<typeof Cohort>

/** The plain figures over the customers of a scope. */
export const SummaryFigures = z.object({
  customers: Count,
  orders: Count,
  purchaseDays: Count,
  amountFen: Count,
  repeatCustomersByOrder: Count,
  repeatCustomersByDay: Count,
  repurchaseRateByDay: Rate,
  repurchaseRateByOrder: Rate,
})
export type SummaryFigures = z.infer<typeof SummaryFigures>

/** Of the rates of a summary. */
const SummaryIntervals = z.object({ repurchaseRateByDay: Interval, repurchaseRateByOrder: Interval })

/** The plain figures over everybody below a referrer in the chain, introduced directly or not; as of now. */
export const ChainFigures = z.object({ ...SummaryFigures.shape, interval95: SummaryIntervals })
export type ChainFigures = z.infer<typeof ChainFigures>

/** All figures over the customers of a scope, as of a day. */
export const ScopeFigures = z.object({
  ...SummaryFigures.shape,
  interval95: SummaryIntervals,
  secondPurchase: Spread,
  withinDays: z.record(z.string(), Within),
  histogram: z.object({ byOrders: z.record(z.string(), Count), byDays: z.record(z.string(), Count) }),
  months: z.record(Month, MonthFigures),
  cohorts: z.record(Month, Cohort),
})
export type ScopeFigures = z.infer<typeof ScopeFigures>

export const ProductFigures = z.object({
  productId: OutsideId,
  buyers: Count,
  repeatBuyers: Count,
  rate: Rate,
  units: Count,
  amountFen: Count,
  /** Days between a customer's purchase days of it; null under 10 such gaps. */
  cycle: Spread.nullable(),
})
export type ProductFigures = z.infer<typeof ProductFigures>

/** The customers of a channel, the orders won by it whoever had brought the customer, and what the shop says that it cost. */
export const ChannelFigures = z.object({
  channel: OutsideId,
  ...SummaryFigures.shape,
  attributedOrders: Count,
  attributedFen: Count,
  spentFen: Count,
  /** Attributed amount by what was spent; null where nothing was. */
  returnOnSpend: z.number().min(0).nullable(),
  /** Rounded to a fen; null where nothing was spent or nobody came. */
  costPerCustomerFen: Count.nullable(),
  costPerRepeatCustomerFen: Count.nullable(),
})
export type ChannelFigures = z.infer<typeof ChannelFigures>

/** The customers whom a referrer introduced. */
export const ReferrerFigures = z.object({ referrerId: OutsideId, ...SummaryFigures.shape })

/** What every answer with figures says about itself. */
export const AsOf = z.object({
  /** Day on the shop's calendar, included. */
  asOf: Day,
  definitionVersion: z.int(),
})
