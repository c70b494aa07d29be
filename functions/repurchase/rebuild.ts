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
import { type CellUpdate, cellsPrefix, cellUpdates, mergeUpdates } from './cell-place.ts'
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

/** A name in an item of cells, `pk sk figure`, and its number: what is stored, or what should be. */
export type StoredCells = ReadonlyMap<string, number>

const named = (updates: Iterable<CellUpdate>): StoredCells =>
  new Map(
    [...updates].flatMap(({ key: { pk, sk }, add }) =>
      Object.entries(add).map(([figure, value]) => [`${pk} ${sk} ${figure}`, value] as const),
    ),
  )

/** The items of cells as histories make them, those over all shops too. */
export const rebuildCells = (histories: readonly PurchaseHistory[]): StoredCells =>
  named(
    mergeUpdates(
      histories.flatMap((history) => cellUpdates(history.shopId, history.customerId, contributions(history))),
    ),
  )

/** The items of cells as they are, from items of a full read; others are passed over. */
export const storedCells = (items: Iterable<Item>): StoredCells =>
  new Map(
    [...items]
      .filter(({ pk }) => pk.startsWith(`${cellsPrefix}#`))
      .flatMap((item) => figuresOf(item).map(([figure, value]) => [`${item.pk} ${item.sk} ${figure}`, value] as const)),
  )

export type Drift = { readonly cell: string; readonly is: number; readonly should: number }

/** Every cell that is not what it should be. */
export function driftOf(stored: StoredCells, rebuilt: StoredCells): Drift[] {
  return [...new Set([...stored.keys(), ...rebuilt.keys()])].flatMap((cell) => {
    const [is, should] = [stored.get(cell) ?? 0, rebuilt.get(cell) ?? 0]
    return is === should ? [] : [{ cell, is, should }]
  })
}
