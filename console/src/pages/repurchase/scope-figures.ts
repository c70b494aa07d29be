import type { Reply } from '../../api/call.ts'

/** Figures of a shop or of the platform. */
export type ScopeFigures = Reply<'get-platform-repurchase'>
export type Cohorts = ScopeFigures['cohorts']
export type Months = ScopeFigures['months']

/** Rows and bars that stay readable side by side: three years of months. */
const monthsShownMax = 36

/** The latest months, oldest first. */
export const latest = <Value>(byMonth: Readonly<Record<string, Value>>): [month: string, value: Value][] =>
  Object.entries(byMonth)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(-monthsShownMax)

/** A rate, or that there is none. */
export const rateOf = (part: number | null | undefined, whole: number): number | null =>
  part === null || part === undefined || whole === 0 ? null : part / whole
