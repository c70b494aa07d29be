import { addCalendarDays, monthOf } from '../shared/time.ts'
import { type Figure, type Figures, type WithinDays, withinDays } from './cells.ts'

/** Customers whose window is over, and those of them who came back inside it. */
export type Matured = { readonly eligible: number; readonly withinEligible: number }

/** What the figures of a scope as of a day are made from: sums over all that happened up to it. */
export type Series = {
  readonly asOf: string
  /** What was counted in each month; of the month of `asOf`, up to that day. */
  readonly months: ReadonlyMap<string, Figures>
  /** For each window, over the customers whose first purchase is at least that long before `asOf`. */
  readonly matured: ReadonlyMap<WithinDays, Matured>
}

/** What the figures of months and cohorts need of it. */
export type Months = Pick<Series, 'asOf' | 'months'>

/** The last day of first purchases whose window of so many days is over on `asOf`. */
export const maturedUntil = (asOf: string, days: WithinDays): string => addCalendarDays(asOf, -days)

export const addFigures = (sums: Map<Figure, number>, figures: Iterable<readonly [Figure, number]>): void => {
  for (const [figure, value] of figures) sums.set(figure, (sums.get(figure) ?? 0) + value)
}

/** The series of counts that are at hand day by day, all of one scope. */
export function seriesOf(
  counts: Iterable<readonly [day: string, figure: Figure, value: number]>,
  asOf: string,
): Series {
  const months = new Map<string, Map<Figure, number>>()
  const matured = new Map(withinDays.map((days) => [days, { eligible: 0, withinEligible: 0 }]))
  for (const [day, figure, value] of counts) {
    if (day > asOf) continue
    const sums = months.get(monthOf(day)) ?? new Map<Figure, number>()
    addFigures(sums, [[figure, value]])
    months.set(monthOf(day), sums)
    for (const days of withinDays) {
      const window = matured.get(days)
      if (window === undefined || day > maturedUntil(asOf, days)) continue
      if (figure === 'first') window.eligible += value
      if (figure === `within.${days}`) window.withinEligible += value
    }
  }
  return { asOf, months, matured }
}

/** Figures of one family by what follows the dot in their names: the k of `orders.k`, the month of `cohort.m`. */
export function family(figures: Figures, name: 'orders' | 'days' | 'gap' | 'cohort' | 'back'): Map<string, number> {
  const prefix = `${name}.`
  return new Map(
    [...figures]
      .filter(([figure]) => figure.startsWith(prefix))
      .map(([figure, value]) => [figure.slice(prefix.length), value]),
  )
}

/** The same where what follows the dot is a number. */
export const numbered = (figures: Figures, name: 'orders' | 'days' | 'gap'): Map<number, number> =>
  new Map([...family(figures, name)].map(([key, value]) => [Number(key), value]))

export const sumOf = (counts: ReadonlyMap<unknown, number>): number =>
  [...counts.values()].reduce((sum, value) => sum + value, 0)

/** Everything up to `asOf`. */
export function totalsOf({ months }: Series): Figures {
  const totals = new Map<Figure, number>()
  for (const figures of months.values()) addFigures(totals, figures)
  return totals
}
