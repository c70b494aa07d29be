import { InvalidCursor, parsePosition } from './dynamo-expressions.ts'
import { fingerprint } from './fingerprint.ts'
import type { Item, Page, Reader, TableName } from './storage.ts'

/** One list kept in several partitions of an index, so that none is hot. */
export type MergedList = {
  readonly table: TableName
  readonly index: string
  /** The partitions; the order does not matter. */
  readonly pks: readonly string[]
  /** Attribute of the index's sort key. It orders the whole list: no two items of it share one, and it is ASCII. */
  readonly sortKey: string
  /** First and last sort key of the list, inclusive. */
  readonly sk: { readonly from: string; readonly to: string }
  readonly newestFirst: boolean
}

/**
 * A page of the list in the order of its sort key, over all partitions. The cursor is a position in the list: what is put
 * in or taken out meanwhile makes no item come twice. It fits this list only. Reads `limit + 2` items of each partition at
 * most, however long they are: one may be where the page before ended, and one tells that more follow.
 * Throws InvalidCursor for a cursor of another list, or none of ours.
 */
export async function mergedPage(
  db: Reader,
  list: MergedList,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Promise<Page> {
  const after = cursor === undefined ? undefined : decodePosition(cursor, list)
  const rest = after === undefined ? list : { ...list, sk: behind(list, after) }
  const parts = await Promise.all(list.pks.map((pk) => readPart(db, rest, pk, limit + 2)))
  const direction = list.newestFirst ? -1 : 1
  const place = (item: Item) => String(item[list.sortKey])
  const found = parts
    .flat()
    .filter((item) => place(item) !== after)
    .toSorted((a, b) => (place(a) < place(b) ? -direction : direction))
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return last && found.length > limit ? { items, cursor: encodePosition(place(last), list) } : { items }
}

const behind = ({ sk, newestFirst }: MergedList, after: string) =>
  newestFirst ? { from: sk.from, to: after } : { from: after, to: sk.to }

/** The first items of one partition. DynamoDB may end a page early. */
async function readPart(db: Reader, { table, index, sk, newestFirst }: MergedList, pk: string, count: number) {
  const items: Item[] = []
  let next: { readonly cursor?: string } = {}
  do {
    const { items: more, ...rest } = await db.query({
      table,
      index,
      pk,
      sk,
      newestFirst,
      limit: count - items.length,
      ...next,
    })
    items.push(...more)
    next = rest
  } while (next.cursor !== undefined && items.length < count)
  return items
}

const encodePosition = (place: string, list: MergedList) =>
  Buffer.from(JSON.stringify([place, fingerprint(list)])).toString('base64url')

function decodePosition(cursor: string, list: MergedList): string {
  const [place, of, ...rest] = parsePosition(cursor)
  if (place === undefined || rest.length > 0 || of !== fingerprint(list)) throw new InvalidCursor()
  if (place < list.sk.from || place > list.sk.to) throw new InvalidCursor()
  return place
}
