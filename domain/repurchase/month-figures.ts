import { addMonths, lastDayOf, monthOf } from '../shared/time.ts'
import type { Figure, Figures } from './cells.ts'
import type { Cohort, MonthFigures } from './figure-shapes.ts'
import { family, type Months, sumOf } from './series.ts'
import { partOf, rateOf } from './statistics.ts'

const none: Figures = new Map()

/** Every month from the first purchase to `asOf`, those without one too. */
function monthsOf({ months, asOf }: Months): string[] {
  const [first] = [...months].flatMap(([month, figures]) => (figures.size > 0 ? [month] : [])).sort()
  if (first === undefined) return []
  const list: string[] = []
  for (let month = first; month <= monthOf(asOf); month = addMonths(month, 1)) list.push(month)
  return list
}

const isOver = (month: string, asOf: string): boolean => lastDayOf(month) <= asOf

/** What the customers were to each month. The month of `asOf` has what is there so far. */
export function monthFigures(series: Months): Record<string, MonthFigures> {
  let everBought = 0
  return Object.fromEntries(
    monthsOf(series).map((month) => {
      const figures = series.months.get(month) ?? none
      everBought += figures.get('orders.1') ?? 0
      return [month, oneMonth(month, figures, everBought, series)]
    }),
  )
}

function oneMonth(month: string, figures: Figures, everBought: number, series: Months): MonthFigures {
  const count = (figure: Figure) => figures.get(figure) ?? 0
  const next = addMonths(month, 1)
  const customers = sumOf(family(figures, 'cohort'))
  const isNew = count(`cohort.${month}`)
  const activeLastMonth = count('activeLastMonth')
  const boughtNextMonth = isOver(next, series.asOf) ? (series.months.get(next)?.get('activeLastMonth') ?? 0) : null
  const rate = (hits: number) => rateOf(hits, customers)
  return {
    orders: sumOf(family(figures, 'orders')) + count('guestOrders'),
    amountFen: count('amountFen'),
    customers,
    new: isNew,
    activeLastMonth,
    returnedAfterGap: customers - isNew - activeLastMonth,
    inactive: everBought - partOf(customers, everBought),
    boughtNextMonth,
    boughtNextMonthRate: boughtNextMonth === null ? null : rate(boughtNextMonth),
    repeatCustomersByOrder: count('repeatInMonthByOrder'),
    repeatCustomersByDay: count('repeatInMonthByDay'),
    repurchaseRateByOrder: rate(count('repeatInMonthByOrder')),
    repurchaseRateByDay: rate(count('repeatInMonthByDay')),
    returningCustomers: count('returning'),
    returningCustomerRate: rate(count('returning')),
  }
}

/** Every cohort that has members, month by month up to that of `asOf`. */
export function cohortFigures(series: Months): Record<string, Cohort> {
  const months = monthsOf(series)
  const active = new Map(months.map((month) => [month, family(series.months.get(month) ?? none, 'cohort')]))
  const back = new Map(months.map((month) => [month, family(series.months.get(month) ?? none, 'back')]))
  return Object.fromEntries(
    months.flatMap((cohort, at): [string, Cohort][] => {
      const size = active.get(cohort)?.get(cohort) ?? 0
      if (size === 0) return []
      let everBack = 0
      const cells = months.slice(at).map((month) => {
        everBack += back.get(month)?.get(cohort) ?? 0
        if (!isOver(month, series.asOf)) return { active: null, everBackBy: null }
        return { active: active.get(month)?.get(cohort) ?? 0, everBackBy: everBack }
      })
      const column = (name: 'active' | 'everBackBy') => cells.map((cell) => cell[name])
      return [[cohort, { size, active: column('active'), everBackBy: column('everBackBy') }]]
    }),
  )
}
