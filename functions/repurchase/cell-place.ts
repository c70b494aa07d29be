import { createHash } from 'node:crypto'
import {
  type Cells,
  cellParts,
  escapeId,
  type Figure,
  type Scope,
  type ScopeKind,
} from '../../domain/repurchase/cells.ts'
import { monthOf } from '../../domain/shared/time.ts'
import { type Key, updateAttributesMax, type Write } from '../shared/storage.ts'

/**
 * Partitions that the cells of one kind of scope lie on. One item bears a hundred transactions a second or two.
 * A shop with a crowd at its door has more payments than that, and the platform more than a shop: their cells are spread
 * by the customer, and summed when they are read. Products and referrers each lie on one partition, found by their name:
 * one of them seldom sells a hundred times a second for long, and the projector catches up after. Channels are few.
 * Another number needs a rebuild of all cells.
 */
export const shardsOf: Readonly<Record<ScopeKind, number>> = {
  shop: 8,
  platform: 16,
  product: 8,
  channel: 1,
  referrer: 8,
}
const isSpreadByCustomer = (kind: ScopeKind): boolean => kind === 'shop' || kind === 'platform'

/**
 * Families of items. Each figure is in the item of its month and in that of its day, so that the sum up to a day takes
 * whole months and the days of one month: `months` and `days`, and, kept apart because few readings need them and they
 * are wide, gaps of a month (`gaps`), and by the day of the first purchase (`firsts`), which is cut on other days.
 */
export type Family = 'months' | 'days' | 'gaps' | 'firsts'

/** Gaps of a hundred days share an item: it stays far under 1 kB, the unit that a write is charged by. */
const gapsPerItem = 100
const bucketDigits = 3

const shardOf = (text: string, shards: number): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) % shards

export const cellsPrefix = 'CELLS'
/** What stands for the shop in the keys of the cells over all shops. */
export const platformOwner = 'PLATFORM'

/** Partition of a family. Days and firsts have one for each month, so that a month's days are one range. */
export function cellPartition(shopId: string, kind: ScopeKind, shard: number, family: Family, month = ''): string {
  const owner = kind === 'platform' ? platformOwner : shopId
  return [cellsPrefix, owner, kind, shard, family, ...(month === '' ? [] : [month])].join('#')
}

const shardPart = 3

/** A partition's name without its shard: the same for all that are summed into one figure. */
export const withoutShard = (pk: string): string => pk.split('#').with(shardPart, '*').join('#')

/** The shards on which a scope has cells. */
export function shardsWith({ kind, id }: Scope): number[] {
  const shards = shardsOf[kind]
  return isSpreadByCustomer(kind) ? Array.from({ length: shards }, (_, shard) => shard) : [shardOf(id, shards)]
}

/** What to add to one item of cells. */
export type CellUpdate = { readonly key: Key; readonly add: Readonly<Record<string, number>> }

type Place = { readonly family: Family; readonly month?: string; readonly sk: string }

function placesOf(id: string, day: string, figure: Figure): Place[] {
  const month = monthOf(day)
  const name = escapeId(id)
  const ofMonth: Place = { family: 'months', sk: `${name}#${month}` }
  const ofDay: Place = { family: 'days', month, sk: `${name}#${day}` }
  if (figure === 'first' || figure.startsWith('within.')) return [ofMonth, { ...ofDay, family: 'firsts' }]
  if (!figure.startsWith('gap.')) return [ofMonth, ofDay]
  const bucket = Math.floor(Number(figure.slice('gap.'.length)) / gapsPerItem)
  const sk = `${name}#${month}#${String(bucket).padStart(bucketDigits, '0')}`
  return [{ family: 'gaps', sk }, ofDay]
}

/** What a customer's changes add to the items of cells: one update for each, always in the same order. */
export function cellUpdates(shopId: string, customerId: string, changes: Cells): CellUpdate[] {
  const sums: Sums = new Map()
  const shardOfScope = new Map<string, number>()
  for (const [cell, change] of changes) {
    const { scope, day, figure } = cellParts(cell)
    const { kind, id } = scope
    const name = `${kind} ${id}`
    let shard = shardOfScope.get(name)
    if (shard === undefined) {
      shard = shardOf(isSpreadByCustomer(kind) ? customerId : id, shardsOf[kind])
      shardOfScope.set(name, shard)
    }
    for (const { family, month, sk } of placesOf(id, day, figure))
      addTo(sums, cellPartition(shopId, kind, shard, family, month), sk, figure, change)
  }
  return updatesOf(sums)
}

/** One update for each item, without those that change nothing, sorted by item. */
export function mergeUpdates(updates: Iterable<CellUpdate>): CellUpdate[] {
  const sums: Sums = new Map()
  for (const { key, add } of updates)
    for (const [figure, change] of Object.entries(add)) addTo(sums, key.pk, key.sk, figure, change)
  return updatesOf(sums)
}

/** What to add, by partition, item and figure. A file changes some hundred thousand at once, so each is found without a name of its own. */
type Sums = Map<string, Map<string, Map<string, number>>>

function addTo(sums: Sums, pk: string, sk: string, figure: string, change: number): void {
  const items = sums.get(pk) ?? new Map<string, Map<string, number>>()
  if (items.size === 0) sums.set(pk, items)
  const item = items.get(sk) ?? new Map<string, number>()
  if (item.size === 0) items.set(sk, item)
  item.set(figure, (item.get(figure) ?? 0) + change)
}

function updatesOf(sums: Sums): CellUpdate[] {
  const updates: CellUpdate[] = []
  for (const [pk, items] of [...sums].sort(byName))
    for (const [sk, figures] of [...items].sort(byName)) {
      const changed = [...figures].filter(([, change]) => change !== 0)
      if (changed.length > 0) updates.push({ key: { table: 'repurchase', pk, sk }, add: Object.fromEntries(changed) })
    }
  return updates
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1)

/**
 * Updates by the transactions that make them, always the same for the same updates. None has more than so many or touches
 * an item twice; an item of which more figures change than one update may is reached by several.
 */
export function inTransactions(updates: readonly CellUpdate[], updatesMax: number): CellUpdate[][] {
  const transactions: CellUpdate[][] = []
  const isFull = (at: number) => (transactions[at]?.length ?? 0) >= updatesMax
  let open = 0
  for (const { key, add } of updates) {
    let at = open
    for (const part of partsOf(add)) {
      while (isFull(at)) at++
      const some = transactions[at] ?? []
      some.push({ key, add: part })
      transactions[at++] = some
    }
    while (isFull(open)) open++
  }
  return transactions
}

function partsOf(add: CellUpdate['add']): CellUpdate['add'][] {
  const figures = Object.entries(add)
  if (figures.length <= updateAttributesMax) return [add]
  return Array.from({ length: Math.ceil(figures.length / updateAttributesMax) }, (_, part) =>
    Object.fromEntries(figures.slice(part * updateAttributesMax, (part + 1) * updateAttributesMax)),
  )
}

export const updateWrites = (updates: readonly CellUpdate[]): Write[] =>
  updates.map(({ key, add }) => ({ kind: 'update', name: `cells ${key.pk} ${key.sk}`, key, add }))
