import * as z from 'zod'
import type { CustomerList, DueState } from '../../domain/repurchase/prediction/shop-prediction.ts'
import { addCalendarDays } from '../../domain/shared/time.ts'
import { InvalidCursor, parsePosition } from '../shared/dynamo-expressions.ts'
import { expirySeconds } from '../shared/expiry-seconds.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Attributes, Item, Key, Reader, Write } from '../shared/storage.ts'

/** A list that a night's predictions leave. */
export type ListName = CustomerList | DueState

/**
 * Entries of one item. A list is written whole each night, and items of many entries cost a twentieth of what an item for
 * each would; a page reads two of them at most.
 */
export const entriesPerItem = 100
/** Items of a list in one transaction: far below its 4 MB. */
const itemsPerTransaction = 25
/** A night's lists are asked for until the next one; some nights are kept in case that fails. */
const keptDays = 8

const itemKey = (shopId: string, asOf: string, list: ListName, number: number): Key => ({
  table: 'repurchase',
  pk: `PREDICTED#${shopId}#${asOf}#${list}`,
  sk: `ENTRIES#${String(number).padStart(6, '0')}`,
})

/** Writes of a list, in parts that fit into a transaction each. The same night again overwrites what it wrote before. */
export function listWrites(shopId: string, asOf: string, list: ListName, entries: readonly Attributes[]): Write[][] {
  const expiresAt = expirySeconds(`${addCalendarDays(asOf, keptDays)}T00:00:00Z`)
  // The names of the fields once, then a row of values for each: half of what it weighs with all the names.
  const fields = Object.keys(entries[0] ?? {})
  const writes = parts(entries, entriesPerItem).map(
    (some, number): Write => ({
      kind: 'update',
      name: `${list} ${number}`,
      key: itemKey(shopId, asOf, list, number),
      set: { fields, rows: some.map((entry) => fields.map((field) => entry[field] ?? null)), expiresAt },
    }),
  )
  return parts(writes, itemsPerTransaction)
}

const Entries = z.object({ fields: z.array(z.string()), rows: z.array(z.array(z.unknown())) })

function entriesOf(item: Item | undefined): Record<string, unknown>[] {
  const { fields, rows } = Entries.parse(item ?? { fields: [], rows: [] })
  return rows.map((row) => Object.fromEntries(fields.map((field, at) => [field, row[at]])))
}

function parts<Each>(all: readonly Each[], size: number): Each[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}

/**
 * A page of a list in the order in which it was written. The cursor is a position in the list of that night: after the
 * next one it is no longer valid, since everybody may stand elsewhere. Throws InvalidCursor.
 * @param count entries of the list.
 */
export async function listPage(
  db: Reader,
  of: { readonly shopId: string; readonly asOf: string; readonly list: ListName; readonly count: number },
  { limit, cursor }: PageQuery,
): Promise<{ readonly entries: readonly unknown[]; readonly cursor?: string }> {
  const { shopId, asOf, list, count } = of
  const from = cursor === undefined ? 0 : decodePosition(cursor, of)
  const until = Math.min(from + limit, count)
  const numbers = parts(Array.from({ length: count }), entriesPerItem)
    .map((_, number) => number)
    .filter((number) => (number + 1) * entriesPerItem > from && number * entriesPerItem < until)
  const items = await db.getMany(numbers.map((number) => itemKey(shopId, asOf, list, number)))
  const read = items.flatMap(entriesOf)
  const skipped = (numbers[0] ?? 0) * entriesPerItem
  const entries = read.slice(from - skipped, until - skipped)
  return until < count ? { entries, cursor: encodePosition(until, of) } : { entries }
}

type Night = { readonly asOf: string; readonly list: ListName; readonly count: number }

const encodePosition = (position: number, { asOf, list }: Night) =>
  Buffer.from(JSON.stringify([asOf, list, String(position)])).toString('base64url')

function decodePosition(cursor: string, { asOf, list, count }: Night): number {
  const [night, of, position = '', ...rest] = parsePosition(cursor)
  if (night !== asOf || of !== list || rest.length > 0 || !/^\d{1,9}$/.test(position)) throw new InvalidCursor()
  if (Number(position) >= count) throw new InvalidCursor()
  return Number(position)
}
