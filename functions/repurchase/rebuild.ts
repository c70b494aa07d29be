import { contributions } from '../../domain/repurchase/contributions.ts'
import {
  noPurchases,
  type Purchase,
  type PurchaseEvent,
  type PurchaseHistory,
  purchaseOf,
  record,
} from '../../domain/repurchase/history.ts'
import type { ShopId } from '../../domain/shared/ids.ts'
import type { StoredEvent } from '../shared/event-log.ts'
import type { Item } from '../shared/storage.ts'
import { cellsPrefix, cellUpdates, withoutShard } from './cell-place.ts'
import { figuresOf } from './cell-store.ts'

/** What is known of one order, with whose it is. */
export type Told = { readonly shopId: ShopId; readonly customerId: string; readonly purchase: Purchase }

export const toldBy = (stored: StoredEvent<PurchaseEvent>): Told => ({
  shopId: stored.event.shopId,
  customerId: stored.event.customerId,
  purchase: purchaseOf(stored),
})

/**
 * The histories that purchases lead to, in whatever order they come.
 * @param merges who has whose purchases since a merge: `shop customer` → customer.
 */
export function rebuildHistories(told: Iterable<Told>, merges: ReadonlyMap<string, string> = new Map()) {
  const histories = new Map<string, PurchaseHistory>()
  for (const { shopId, customerId, purchase } of told) {
    let owner = customerId
    for (let next: string | undefined = owner; next !== undefined; next = merges.get(`${shopId} ${owner}`)) owner = next
    const whose = `${shopId} ${owner}`
    const history = record(histories.get(whose) ?? noPurchases(shopId, owner), purchase)
    if (typeof history !== 'string') histories.set(whose, history)
  }
  return [...histories.values()]
}

/** A figure in an item of cells, `pk sk figure` over all shards, and its number: what is stored, or what should be. */
export type StoredCells = ReadonlyMap<string, number>

type ItemFigures = { readonly pk: string; readonly sk: string; readonly figures: Iterable<readonly [string, number]> }

/** On which shard a change was written makes no difference to a figure: an import has all of a file's on one. */
function sumOverShards(items: Iterable<ItemFigures>): StoredCells {
  const sums = new Map<string, number>()
  for (const { pk, sk, figures } of items) {
    for (const [figure, value] of figures) {
      const name = `${withoutShard(pk)} ${sk} ${figure}`
      sums.set(name, (sums.get(name) ?? 0) + value)
    }
  }
  return sums
}

/** The items of cells as histories make them, those over all shops too. */
export const rebuildCells = (histories: readonly PurchaseHistory[]): StoredCells =>
  sumOverShards(
    histories
      .flatMap((history) => cellUpdates(history.shopId, history.customerId, contributions(history)))
      .map(({ key: { pk, sk }, add }) => ({ pk, sk, figures: Object.entries(add) })),
  )

/** The items of cells as they are, from items of a full read; others are passed over. */
export const storedCells = (items: Iterable<Item>): StoredCells =>
  sumOverShards(
    [...items]
      .filter(({ pk }) => pk.startsWith(`${cellsPrefix}#`))
      .map((item) => ({ pk: item.pk, sk: item.sk, figures: figuresOf(item) })),
  )

export type Drift = { readonly cell: string; readonly is: number; readonly should: number }

/** Every cell that is not what it should be. */
export function driftOf(stored: StoredCells, rebuilt: StoredCells): Drift[] {
  return [...new Set([...stored.keys(), ...rebuilt.keys()])].flatMap((cell) => {
    const [is, should] = [stored.get(cell) ?? 0, rebuilt.get(cell) ?? 0]
    return is === should ? [] : [{ cell, is, should }]
  })
}
