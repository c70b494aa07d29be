import { assert } from '../../shared/decision.ts'
import { addCalendarDays, daysBetween } from '../../shared/time.ts'
import { cycleGapsMin } from '../figures.ts'
import { type Histogram, spread } from '../statistics.ts'

/** A day on which a customer bought a product, and how much of it. */
export type ProductDay = { readonly day: string; readonly quantity: number }

/** How many of a customer’s own gaps the product’s cycle weighs: w of the definition. */
const cycleWeight = 2
/** Without a cycle of the product a customer needs this many own gaps: one may be chance. */
const ownGapsMin = 2
/** After so many times the expected gap somebody is overdue. */
const overdueAfter = 1.5
/** Longest time to a due day: ten years. Who bought a hundred times the usual is not told a date beyond all plans. */
const dueMaxDays = 3_650

/** How a customer buys a product, as much as a due day is made of. */
export type Rhythm = {
  readonly lastDay: string
  /** Days between consecutive purchase days: how many, and their sum. */
  readonly gaps: number
  readonly gapDays: number
  readonly lastQuantity: number
  /** Median of the quantities. */
  readonly usualQuantity: number
}

/** The rhythm of a customer from the days on which the product was bought, the earliest first; undefined for none. */
export function rhythmOf(bought: readonly ProductDay[]): Rhythm | undefined {
  const [first, last] = [bought[0], bought.at(-1)]
  if (first === undefined || last === undefined) return undefined
  return {
    lastDay: last.day,
    gaps: bought.length - 1,
    gapDays: daysBetween(first.day, last.day),
    lastQuantity: last.quantity,
    usualQuantity: median(bought.map(({ quantity }) => quantity)),
  }
}

/** Days between consecutive purchase days, the earliest day first. */
export function gapsOf(days: readonly { readonly day: string }[]): number[] {
  return days.slice(1).map(({ day }, at) => {
    const gap = daysBetween(days[at]?.day ?? day, day)
    assert(gap > 0, 'purchase days are in order, each once')
    return gap
  })
}

/** Median days of a product’s cycle, from the gaps of all its customers; null where they are too few. */
export function cycleMedian(gaps: Histogram): number | null {
  const { n, median: medianDays } = spread(gaps)
  return n < cycleGapsMin ? null : medianDays
}

export type Due = {
  /** The day on which the customer is expected to buy the product again. */
  readonly nextDay: string
  /** g': days that the customer usually takes, drawn towards the product’s cycle. */
  readonly expectedGapDays: number
  readonly state: 'not_yet' | 'due' | 'overdue'
}

/**
 * When a customer is due to buy a product again: k own gaps of mean g and the product’s median m give
 * g' = (k·g + 2·m) ÷ (k + 2); who bought more than usual lasts longer. Overdue after more than 1.5 g' since the last day,
 * and never before the day itself.
 * @param medianDays median of the product’s cycle; null where it has none, then own gaps alone count.
 * @returns null where there is nothing to expect it from.
 */
export function dueToBuyAgain(rhythm: Rhythm, medianDays: number | null, asOf: string): Due | null {
  const { lastDay, gaps, gapDays, lastQuantity, usualQuantity } = rhythm
  if (medianDays === null && gaps < ownGapsMin) return null
  const weight = medianDays === null ? 0 : cycleWeight
  const expectedGapDays = (gapDays + weight * (medianDays ?? 0)) / (gaps + weight)
  const lastsDays = Math.round((expectedGapDays * lastQuantity) / usualQuantity)
  const nextDay = addCalendarDays(lastDay, Math.min(Math.max(1, lastsDays), dueMaxDays))
  const isOverdue = daysBetween(lastDay, asOf) > overdueAfter * expectedGapDays
  if (asOf < nextDay) return { nextDay, expectedGapDays, state: 'not_yet' }
  return { nextDay, expectedGapDays, state: isOverdue ? 'overdue' : 'due' }
}

function median(quantities: readonly number[]): number {
  assert(quantities.length > 0 && quantities.every((quantity) => quantity > 0), 'what was bought is more than nothing')
  const sorted = quantities.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return ((low ?? 0) + (high ?? 0)) / 2
}
