import { decodeCursor, encodeCursor } from '../functions/shared/dynamo-expressions.ts'
import { type Item, type Page, queryLimitMax, type RangeQuery } from '../functions/shared/storage.ts'
import { tableKeys } from '../infra/tables.ts'
import { InvalidRequest } from './fake-conditions.ts'
import { type FakeIndex, placeOf, sortKeyOf } from './fake-index.ts'
import { firstWhere, type SortedMap } from './sorted-map.ts'

/** Answers a query from the table's own partition, or from the index that it names. */
export function pageOf(range: RangeQuery, own: SortedMap<Item> | undefined, index: FakeIndex | undefined): Page {
  if (!(range.limit >= 1 && range.limit <= queryLimitMax))
    throw new RangeError(`A page has 1 to ${queryLimitMax} items`)
  if (range.index !== undefined && !index) throw new RangeError(`No index ${range.index} on ${range.table}`)
  assertRange(range)
  const names = index
    ? { pk: index.spec.partitionKey, sk: index.spec.sortKey }
    : { pk: tableKeys.partition, sk: tableKeys.sort }
  const partition = index ? index.partition(range.pk) : own
  const after = range.cursor === undefined ? undefined : decodeCursor(range.cursor, range, names)
  const cursorKey = after && (index ? placeOf(after[names.sk] ?? '', after.pk ?? '', after.sk ?? '') : after.sk)
  const keys = keysInRange(range, partition?.keys ?? [], index ? sortKeyOf : (key) => key, cursorKey)
  const items = keys.slice(0, range.limit).map((key) => partition?.get(key) as Item)
  const last = items[range.limit - 1]
  // A page that is full has a cursor, also where nothing comes after it: DynamoDB does not look further.
  return last === undefined ? { items } : { items, cursor: encodeCursor(last, names) }
}

/** Keys of the range in the order asked for, behind the cursor. */
function keysInRange(
  range: RangeQuery,
  keys: readonly string[],
  sortKey: (key: string) => string,
  cursorKey: string | undefined,
): readonly string[] {
  let from = firstWhere(keys, (key) => !isBelow(range, sortKey(key)))
  let to = firstWhere(keys, (key) => isAbove(range, sortKey(key)))
  if (cursorKey !== undefined && range.newestFirst)
    to = Math.min(
      to,
      firstWhere(keys, (key) => key >= cursorKey),
    )
  else if (cursorKey !== undefined)
    from = Math.max(
      from,
      firstWhere(keys, (key) => key > cursorKey),
    )
  if (!range.newestFirst) return keys.slice(from, Math.min(to, from + range.limit))
  return keys.slice(Math.max(from, to - range.limit), to).reverse()
}

function isBelow({ sk }: RangeQuery, sortKey: string): boolean {
  if (!sk) return false
  return sortKey < ('beginsWith' in sk ? sk.beginsWith : sk.from)
}

function isAbove({ sk }: RangeQuery, sortKey: string): boolean {
  if (!sk) return false
  return 'beginsWith' in sk ? sortKey > sk.beginsWith && !sortKey.startsWith(sk.beginsWith) : sortKey > sk.to
}

function assertRange({ pk, sk }: RangeQuery): void {
  if (pk === '') throw new InvalidRequest('An empty partition key')
  if (sk && 'beginsWith' in sk && sk.beginsWith === '') throw new InvalidRequest('Every key begins with nothing')
  if (sk && 'from' in sk && sk.from > sk.to) throw new InvalidRequest('A range that ends before it begins')
}
