import {
  type Attributes,
  type Item,
  type Key,
  type Page,
  type RangeQuery,
  type TableName,
  tableNames,
  type Value,
  type Write,
} from '../functions/shared/storage.ts'
import { indexesOf } from '../infra/tables.ts'
import { assertValid, holds, InvalidRequest } from './fake-conditions.ts'
import { assertIndexable, createFakeIndex, type FakeIndex } from './fake-index.ts'
import { pageOf } from './fake-query.ts'
import { frozenCopy } from './plain-value.ts'
import { createSortedMap, type SortedMap } from './sorted-map.ts'

/** What a write makes of an item; undefined where there is none. */
export type Change = { readonly key: Key; readonly before: Item | undefined; readonly after: Item | undefined }

/** What a transaction would do now: its changes, or the names of the writes whose condition does not hold. */
export type Prepared = { readonly changes: readonly Change[] } | { readonly refused: readonly string[] }

/** Tables and indexes over maps, at once and without faults. Items are frozen. */
export type FakeTables = {
  get(key: Key): Item | undefined
  query(range: RangeQuery): Page
  /** Throws for what DynamoDB would refuse as such. */
  prepare(writes: readonly Write[]): Prepared
  /** Writes the tables; the indexes show it after `show`. */
  apply(change: Change): void
  /** Lets the indexes show the item as it now is. */
  show(key: Key): void
  items(table: TableName): Iterable<Item>
}

type Table = {
  readonly partitions: Map<string, SortedMap<Item>>
  readonly indexes: ReadonlyMap<string, FakeIndex>
}

export function createFakeTables(): FakeTables {
  const tables = new Map(tableNames.map((name) => [name, createTable(name)]))
  const tableOf = (name: TableName): Table => {
    const table = tables.get(name)
    if (!table) throw new InvalidRequest(`No table ${name}`)
    return table
  }
  const get = (key: Key) => tableOf(key.table).partitions.get(key.pk)?.get(key.sk)
  return {
    get,
    query(range) {
      const table = tableOf(range.table)
      const index = range.index === undefined ? undefined : table.indexes.get(range.index)
      return pageOf(range, table.partitions.get(range.pk), index)
    },
    prepare: (writes) => prepare(writes, get, (key) => tableOf(key.table).indexes.values()),
    apply({ key, after }) {
      const { partitions } = tableOf(key.table)
      const partition = partitions.get(key.pk) ?? createSortedMap<Item>()
      partitions.set(key.pk, partition)
      if (after) partition.set(key.sk, after)
      else partition.delete(key.sk)
    },
    show(key) {
      for (const index of tableOf(key.table).indexes.values()) index.show(key.pk, key.sk, get(key))
    },
    *items(table) {
      for (const partition of tableOf(table).partitions.values())
        for (const sk of partition.keys) yield partition.get(sk) as Item
    },
  }
}

function createTable(name: TableName): Table {
  return { partitions: new Map(), indexes: new Map(indexesOf(name).map((spec) => [spec.name, createFakeIndex(spec)])) }
}

function prepare(
  writes: readonly Write[],
  get: (key: Key) => Item | undefined,
  indexesOfKey: (key: Key) => Iterable<FakeIndex>,
): Prepared {
  for (const write of writes) assertValid(write)
  const refused = writes.filter((write) => !holds(write, get(write.key))).map((write) => write.name)
  if (refused.length > 0) return { refused }
  const changes = writes.flatMap((write): Change[] => {
    if (write.kind === 'check') return []
    const before = get(write.key)
    const after = made(write, before)
    if (after) for (const index of indexesOfKey(write.key)) assertIndexable(index.spec, after)
    return [{ key: write.key, before, after }]
  })
  return { changes }
}

/** The item after the write. */
function made(write: Exclude<Write, { kind: 'check' }>, before: Item | undefined): Item | undefined {
  const { pk, sk } = write.key
  switch (write.kind) {
    case 'create':
    case 'replace':
      return frozenItem(write.attributes, { pk, sk })
    case 'update':
      return frozenItem({ ...before, ...write.set, ...added(write, before) }, { pk, sk })
    case 'remove':
      return undefined
  }
}

const frozenItem = (attributes: Attributes, key: { pk: string; sk: string }): Item =>
  frozenCopy({ ...attributes, ...key }) as Item

function added(write: Extract<Write, { kind: 'update' }>, before: Item | undefined): Record<string, Value> {
  const sums: Record<string, Value> = {}
  for (const [name, summand] of Object.entries(write.add ?? {})) {
    const stored = before?.[name] ?? 0
    if (typeof stored !== 'number') throw new InvalidRequest(`${write.name} adds to ${name}, which is no number`)
    sums[name] = stored + summand
  }
  return sums
}
