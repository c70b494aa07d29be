import { createHash } from 'node:crypto'
import * as z from 'zod'
import {
  type Cell,
  type Cells,
  type Counter,
  cellOf,
  cellParts,
  counters,
  type Figure,
  type Figures,
  type Scope,
  secondPurchaseAfter,
  secondPurchaseDays,
} from '../../domain/repurchase/contributions.ts'
import { type Item, type Key, queryLimitMax, type Reader, type Write } from '../shared/storage.ts'

/**
 * The cells of a whole shop lie on this many partitions: one item bears a hundred transactions a second or two, and a
 * shop with a crowd at its door has more payments than that. Another number needs a rebuild of all cells.
 */
export const shopShards = 8
/** A referrer's customers pay one after another; one partition is enough. */
const referrerShards = 1
const shardsOf = (scope: Scope): number => (scope === 'shop' ? shopShards : referrerShards)

/** The histogram of the second purchase is cut into items of this many days: each far under 1 kB, the unit that a write
 *  is charged by, and thirty years of a shop are one page to read. */
const daysPerItem = 100
const dayDigits = 6

/** All of a customer's cells in a scope are on one shard, so that they change in one item. */
const shardOf = (customerId: string, scope: Scope): number =>
  createHash('sha256').update(customerId).digest().readUInt32BE(0) % shardsOf(scope)

const cellsPrefix = 'CELLS'
const partition = (shopId: string, scope: Scope, shard: number): string => [cellsPrefix, shopId, scope, shard].join('#')

/** In which item a figure lies, and under which name. */
function place(figure: Figure): { sk: string; attribute: string } {
  const days = secondPurchaseDays(figure)
  if (days === undefined) return { sk: 'TOTALS', attribute: figure }
  const fromDay = Math.floor(days / daysPerItem) * daysPerItem
  return { sk: `SECOND#${String(fromDay).padStart(dayDigits, '0')}`, attribute: `d${days}` }
}

/** Adds a customer's changes to the cells of the shop: one write for each item that they touch. */
export function cellWrites(shopId: string, customerId: string, changes: Cells): Write[] {
  const items = new Map<string, { key: Key; add: Record<string, number> }>()
  for (const [cell, change] of changes) {
    const { scope, figure } = cellParts(cell)
    const { sk, attribute } = place(figure)
    const pk = partition(shopId, scope, shardOf(customerId, scope))
    const item = items.get(`${pk} ${sk}`) ?? { key: { table: 'repurchase', pk, sk }, add: {} }
    item.add[attribute] = change
    items.set(`${pk} ${sk}`, item)
  }
  return [...items].map(([name, { key, add }]) => ({ kind: 'update', name: `cells ${name}`, key, add }))
}

/**
 * The figures of one scope, summed over its shards. What it costs depends on the shards and on the days that a second
 * purchase took, not on the number of orders or customers. Each item is exact in itself; while a purchase is being
 * written, one read may see one of its items before and another after.
 */
export async function loadFigures(db: Reader, shopId: string, scope: Scope): Promise<Figures> {
  const shards = Array.from({ length: shardsOf(scope) }, (_, shard) => partition(shopId, scope, shard))
  const items = (await Promise.all(shards.map((pk) => loadPartition(db, pk)))).flat()
  const sums = new Map<Figure, number>()
  for (const [figure, value] of items.flatMap(figuresOfItem)) sums.set(figure, (sums.get(figure) ?? 0) + value)
  return sums
}

async function loadPartition(db: Reader, pk: string): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const range = { table: 'repurchase', pk, limit: queryLimitMax } as const
    const page = await db.query(cursor === undefined ? range : { ...range, cursor })
    items.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return items
}

/** Every cell of every shop, from items of a full read of the table; others than those of cells are passed over. */
export function runningCells(items: Iterable<Item>): Map<string, Cells> {
  const shops = new Map<string, Map<Cell, number>>()
  for (const item of items) {
    const [kind, shopId, scope] = item.pk.split('#')
    if (kind !== cellsPrefix || shopId === undefined || scope === undefined) continue
    const cells = shops.get(shopId) ?? new Map<Cell, number>()
    for (const [figure, value] of figuresOfItem(item)) {
      const cell = cellOf(scope as Scope, figure)
      cells.set(cell, (cells.get(cell) ?? 0) + value)
    }
    shops.set(shopId, cells)
  }
  return shops
}

const Total = z.int().min(0)
const DayAttribute = z.string().regex(/^d\d+$/)
const isCounter = (name: string): name is Counter => counters.some((counter) => counter === name)

/** The figures in an item of cells; those at 0 are left out. Throws for what no figure is called and none can be. */
function figuresOfItem({ pk: _pk, sk: _sk, ...attributes }: Item): [Figure, number][] {
  return Object.entries(attributes).flatMap(([name, value]): [Figure, number][] => {
    const figure = isCounter(name) ? name : secondPurchaseAfter(Number(DayAttribute.parse(name).slice(1)))
    const total = Total.parse(value)
    return total === 0 ? [] : [[figure, total]]
  })
}
