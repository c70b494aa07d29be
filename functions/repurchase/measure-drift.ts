import { scopeKinds, unescapeId } from '../../domain/repurchase/cells.ts'
import type { ShopId } from '../../domain/shared/ids.ts'
import { addMonths, monthOf } from '../../domain/shared/time.ts'
import type { Context } from '../shared/context.ts'
import { type Item, type Reader, transactionWritesMax } from '../shared/storage.ts'
import {
  cellPartition,
  cellsPrefix,
  inTransactions,
  mergeUpdates,
  platformOwner,
  shardsOf,
  shardsWith,
  updateWrites,
} from './cell-place.ts'
import { readRange } from './cell-store.ts'
import { foldNotes } from './import/fold-notes.ts'
import { type Drift, driftOf, rebuildCells, rebuildHistories, storedCells } from './rebuild.ts'
import { readMerges, readSources } from './shop-sources.ts'

/** The kinds whose cells are a shop's own. Those over all shops are sums of them, and are held by the simulation. */
const ownKinds = scopeKinds.filter((kind) => kind !== 'platform')

/** How often a shop is computed again while something differs: a purchase may have been written in between. */
const readingsMax = 4
/** The projector is a second or two behind the orders; this long it is only when something is wrong. */
const betweenReadingsMs = 10_000

export type ShopDrift = { readonly orders: number; readonly cells: number; readonly drift: readonly Drift[] }

/**
 * Computes a shop's figures from scratch, from the events of its orders and its imported past, and holds every stored
 * cell against it. A cell differs when it does in every reading. Costs as much as the shop has orders: for a rebuild and for
 * the night, not for a request.
 */
export async function measureDrift(context: Pick<Context, 'db' | 'pause'>, shopId: ShopId): Promise<ShopDrift> {
  const { db, pause } = context
  // What an import has noted and not brought into the cells, as when it was killed, is no drift: a repair would add it twice.
  await foldNotes(context, shopId)
  let found = await readDrift(db, shopId)
  for (let reading = 1; reading < readingsMax && found.drift.length > 0; reading++) {
    await pause(betweenReadingsMs)
    await foldNotes(context, shopId)
    const again = await readDrift(db, shopId)
    const before = new Set(found.drift.map(({ cell }) => cell))
    found = { ...again, drift: again.drift.filter(({ cell }) => before.has(cell)) }
  }
  return found
}

async function readDrift(db: Reader, shopId: ShopId): Promise<ShopDrift> {
  const told = await readSources(db, shopId)
  const rebuilt = rebuildCells(rebuildHistories(told, await readMerges(db, shopId, told)))
  const own = new Map([...rebuilt].filter(([cell]) => !cell.startsWith(`${cellsPrefix}#${platformOwner}#`)))
  const stored = storedCells(await readCells(db, shopId))
  const orders = new Set(told.map(({ purchase }) => purchase.orderId)).size
  return { orders, cells: own.size, drift: driftOf(stored, own) }
}

/** Every item of cells of a shop. */
async function readCells(db: Reader, shopId: string): Promise<Item[]> {
  const all = { from: ' ', to: '~' }
  const partitions = ownKinds.flatMap((kind) =>
    Array.from({ length: shardsOf[kind] }, (_, shard) => [kind, shard] as const),
  )
  const items: Item[] = []
  for (const [kind, shard] of partitions) {
    const read = async (family: Parameters<typeof cellPartition>[3], month?: string) =>
      (await readRange(db, { pk: cellPartition(shopId, kind, shard, family, month), sk: all })).items
    const months = await read('months')
    items.push(...months, ...(await read('gaps')))
    // A partition with days of a month has an item of that month.
    for (const month of monthsBetween(months.map(({ sk }) => monthOf(sk.split('#')[1] ?? ''))))
      items.push(...(await read('days', month)), ...(await read('firsts', month)))
  }
  return items
}

function monthsBetween(found: readonly string[]): string[] {
  const sorted = found.toSorted()
  const [first, last] = [sorted[0], sorted.at(-1)]
  const months: string[] = []
  if (first !== undefined && last !== undefined)
    for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month)
  return months
}

/**
 * Sets right what differs, by adding what is missing: purchases that are being written meanwhile keep their effect.
 * @returns how many cells it changed.
 */
export async function repairDrift({ db }: Pick<Context, 'db'>, drift: readonly Drift[]): Promise<number> {
  const updates = drift.map(({ cell, is, should }) => {
    const [pk = '', sk = '', figure = ''] = cell.split(' ')
    return { key: { table: 'repurchase' as const, pk: onShard(pk, sk), sk }, add: { [figure]: should - is } }
  })
  for (const writes of inTransactions(mergeUpdates(updates), transactionWritesMax)) {
    const outcome = await db.transact(updateWrites(writes))
    if (outcome.kind !== 'written') throw new Error('A repair was not written: run it again')
  }
  return drift.length
}

/** A name is of all shards together. Their sum is what is read, so the first that is read takes the difference. */
function onShard(pk: string, sk: string): string {
  const kind = ownKinds.find((each) => pk.split('#').includes(each))
  const id = unescapeId(sk.slice(0, sk.indexOf('#')))
  const [shard = 0] = kind === undefined ? [] : shardsWith({ kind, id })
  return pk.replace('#*#', `#${shard}#`)
}
