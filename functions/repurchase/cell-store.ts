import {
  escapeId,
  type Figure,
  type Figures,
  type Scope,
  unescapeId,
  type WithinDays,
  withinDays,
} from '../../domain/repurchase/cells.ts'
import { addFigures, type Matured, type Months, maturedUntil, type Series } from '../../domain/repurchase/series.ts'
import { monthBefore, monthOf } from '../../domain/shared/time.ts'
import { type Item, queryLimitMax, type RangeQuery, type Reader } from '../shared/storage.ts'
import { cellPartition, type Family, shardsOf, shardsWith } from './cell-place.ts'

type Sums = Map<Figure, number>
/** Figures are seconds behind the orders already: a moment more is no matter, and each read is half the price. */
const asShown = { isEventual: true } as const

type SkRange = { readonly from: string; readonly to: string }

/**
 * The series of one scope as of a day. What it reads depends on the months since the first purchase and on the days of a
 * few of them, not on the number of orders or customers. Each item is exact in itself; while a purchase is being
 * written, one read may see one of its items before and another after.
 */
export async function loadSeries(db: Reader, shopId: string, scope: Scope, asOf: string): Promise<Series> {
  const read = readerOf(db, shopId, scope)
  const [{ whole, days }, gaps, firsts] = await Promise.all([
    readMonths(read, asOf),
    read('gaps', `${monthBefore(monthOf(asOf))}#~`),
    Promise.all(lastCuts(asOf).map((cut) => read('firsts', cut, monthOf(cut)))),
  ])
  return { asOf, months: sumByMonth([...whole, ...gaps, ...days]), matured: sumMatured(asOf, whole, firsts.flat()) }
}

/** The months of a series alone, without gaps: what the figures of months and cohorts are made from. */
export async function loadMonths(db: Reader, shopId: string, scope: Scope, asOf: string): Promise<Months> {
  const { whole, days } = await readMonths(readerOf(db, shopId, scope), asOf)
  return { asOf, months: sumByMonth([...whole, ...days]) }
}

/** Reads the cells of a scope in one family up to a month or day, on all its shards. */
const readerOf =
  (db: Reader, shopId: string, scope: Scope) =>
  (family: Family, upTo: string, of = ''): Promise<Item[]> => {
    const name = escapeId(scope.id)
    const sk = { from: `${name}#`, to: `${name}#${upTo}` }
    return readShards(db, scope, (shard) => ({ pk: cellPartition(shopId, scope.kind, shard, family, of), sk }))
  }

async function readMonths(read: ReturnType<typeof readerOf>, asOf: string) {
  const month = monthOf(asOf)
  const [whole, days] = await Promise.all([read('months', monthBefore(month)), read('days', asOf, month)])
  return { whole, days }
}

/** For each month in which a window's cut falls, the last of them. */
function lastCuts(asOf: string): string[] {
  const cuts = withinDays.map((window) => maturedUntil(asOf, window)).sort()
  return [...new Map(cuts.map((cut) => [monthOf(cut), cut])).values()]
}

function sumByMonth(items: readonly Item[]): Map<string, Sums> {
  const months = new Map<string, Sums>()
  for (const item of items) {
    const month = monthOf(timeOf(item))
    const sums = months.get(month) ?? new Map()
    addFigures(sums, figuresOf(item))
    months.set(month, sums)
  }
  return months
}

/** Whole months before that of a window's cut, and its days up to it. */
function sumMatured(asOf: string, whole: readonly Item[], firsts: readonly Item[]): Map<WithinDays, Matured> {
  const read = [...whole, ...firsts].map((item) => ({ time: timeOf(item), figures: new Map(figuresOf(item)) }))
  return new Map(
    withinDays.map((window): [WithinDays, Matured] => {
      const cut = maturedUntil(asOf, window)
      const inside = read.filter(({ time }) =>
        time.length === cut.length ? time <= cut && monthOf(time) === monthOf(cut) : time < monthOf(cut),
      )
      const sum = (figure: Figure) => inside.reduce((total, { figures }) => total + (figures.get(figure) ?? 0), 0)
      return [window, { eligible: sum('first'), withinEligible: sum(`within.${window}`) }]
    }),
  )
}

/** Items that reading all products, channels or referrers of a shop takes at most: some ten megabytes. */
const boardItemsMax = 50_000

export type Board = {
  /** Sums up to the day for each id of the kind; gaps only of the day's month. */
  readonly totals: ReadonlyMap<string, Figures>
  /** False where there were more than `boardItemsMax` items: then some are missing. */
  readonly isComplete: boolean
}

/** The sums of every product, channel or referrer of a shop as of a day. Grows with how many there are, not with orders. */
export async function loadBoard(
  db: Reader,
  shopId: string,
  kind: 'product' | 'channel' | 'referrer',
  asOf: string,
): Promise<Board> {
  const month = monthOf(asOf)
  const all: SkRange = { from: ' ', to: '~' }
  const shards = Array.from({ length: shardsOf[kind] }, (_, shard) => shard)
  const limit = Math.floor(boardItemsMax / shards.length)
  const read = (family: Family, of?: string) =>
    shards.map((shard) =>
      readRange(db, { pk: cellPartition(shopId, kind, shard, family, of), sk: all, ...asShown }, limit),
    )
  const parts = await Promise.all([...read('months'), ...read('days', month)])
  const totals = new Map<string, Sums>()
  for (const item of parts.flatMap(({ items }) => items)) {
    const time = timeOf(item)
    if (time.length === month.length ? time >= month : time > asOf) continue
    const id = unescapeId(item.sk.slice(0, item.sk.indexOf('#')))
    const sums = totals.get(id) ?? new Map()
    addFigures(sums, figuresOf(item))
    totals.set(id, sums)
  }
  return { totals, isComplete: parts.every(({ isComplete }) => isComplete) }
}

/** The gaps of a scope in the whole months before the one of `asOf`. */
export async function loadPastGaps(db: Reader, shopId: string, scope: Scope, asOf: string): Promise<Figures> {
  const name = escapeId(scope.id)
  const sk = { from: `${name}#`, to: `${name}#${monthBefore(monthOf(asOf))}#~` }
  const items = await readShards(db, scope, (shard) => ({ pk: cellPartition(shopId, scope.kind, shard, 'gaps'), sk }))
  const sums: Sums = new Map()
  for (const item of items) addFigures(sums, figuresOf(item))
  return sums
}

type Range = Pick<RangeQuery, 'pk' | 'sk' | 'isEventual'>

async function readShards(db: Reader, scope: Scope, rangeOf: (shard: number) => Range): Promise<Item[]> {
  const parts = await Promise.all(shardsWith(scope).map((shard) => readRange(db, { ...rangeOf(shard), ...asShown })))
  return parts.flatMap(({ items }) => items)
}

/** A range over all its pages, up to a limit of items. */
export async function readRange(db: Reader, range: Range, limit = Number.POSITIVE_INFINITY) {
  const items: Item[] = []
  let next: { readonly cursor?: string } = {}
  do {
    const page = await db.query({ table: 'repurchase', ...range, limit: queryLimitMax, ...next })
    items.push(...page.items)
    next = page.cursor === undefined ? {} : { cursor: page.cursor }
  } while (next.cursor !== undefined && items.length < limit)
  return { items, isComplete: next.cursor === undefined }
}

/** Month or day of an item of cells. */
const timeOf = ({ sk }: Item): string => sk.split('#')[1] ?? ''

const figureName =
  /^(amountFen|guestOrders|units|attributed(Orders|Fen)|activeLastMonth|repeatInMonthBy(Order|Day)|returning|first|(orders|days|gap|within)\.\d+|(cohort|back)\.\d{4}-\d{2})$/
const isFigure = (name: string): name is Figure => figureName.test(name)

/**
 * The figures in an item of cells; those at 0 are left out. Throws for a name that no figure has, and for a number that
 * is none. By hand: a dashboard reads some ten thousand of them.
 */
export function figuresOf({ pk: _pk, sk: _sk, ...attributes }: Item): [Figure, number][] {
  const figures: [Figure, number][] = []
  for (const [name, value] of Object.entries(attributes)) {
    if (!isFigure(name) || !Number.isSafeInteger(value)) throw new TypeError(`${name} of a cell is no figure`)
    if (value !== 0) figures.push([name, Number(value)])
  }
  return figures
}
