import * as z from 'zod'
import { escapeId } from '../../domain/repurchase/cells.ts'
import { HistoryOwner } from '../../domain/repurchase/guest.ts'
import { isPurchase, noPurchases, OutsideId, type PurchaseHistory } from '../../domain/repurchase/history.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Attributes, Key, Reader, Write } from '../shared/storage.ts'
import { listKeys } from './customer-list.ts'
import { decodePurchases, encodePurchases } from './history-encoding.ts'

/** A history as read, with what replacing it needs. */
export type StoredHistory = {
  readonly history: PurchaseHistory
  /** 0 when there is none yet. */
  readonly version: number
  /** Transactions that have brought a part of the last change into the cells; 0 when all of it is there. */
  readonly folded: number
  /** How many merges one after another end here; 0 for who never was two. */
  readonly mergeDepth: number
}

/** Merges one after another: every read of a merged customer follows them. Far above what mending mistakes takes. */
export const mergeDepthMax = 8

const whose = { shopId: ShopId, customerId: HistoryOwner, version: z.int().min(1) }
const Encoded = { texts: z.array(z.string()), purchases: z.array(z.string()) }
const HistoryItem = z.object({
  ...whose,
  ...Encoded,
  folded: z.int().min(0),
  mergeDepth: z.int().min(0),
})
/** What is left of a customer who turned out to be another one. It never changes again. */
const MergedItem = z.object({ ...whose, mergedInto: OutsideId })
const Stored = z.union([MergedItem, HistoryItem])
const BeforeItem = z.object({ histories: z.array(z.object({ customerId: HistoryOwner, ...Encoded })) })

const partition = (shopId: string, customerId: string) => `HISTORY#${shopId}#${escapeId(customerId)}`
const historyKey = (shopId: string, customerId: string): Key => ({
  table: 'repurchase',
  pk: partition(shopId, customerId),
  sk: 'HISTORY',
})
const beforeKey = (shopId: string, customerId: string): Key => ({ ...historyKey(shopId, customerId), sk: 'BEFORE' })

/** The history that a customer's purchases are in: an empty one of version 0 where there is none, after a merge the other's. */
export async function loadHistory(db: Reader, shopId: ShopId, customerId: string): Promise<StoredHistory> {
  let owner = customerId
  for (let merges = 0; merges <= mergeDepthMax; merges++) {
    const stored = parseItem(Stored, await db.get(historyKey(shopId, owner)))
    if (stored === undefined) return { history: noPurchases(shopId, owner), version: 0, folded: 0, mergeDepth: 0 }
    if (!('mergedInto' in stored)) return decode(stored)
    owner = stored.mergedInto
  }
  throw new RangeError(`More than ${mergeDepthMax} merges from ${customerId}`)
}

/** The histories of some customers, each as `loadHistory` gives it, in their order. */
export async function loadHistories(
  db: Reader,
  shopId: ShopId,
  customerIds: readonly string[],
): Promise<StoredHistory[]> {
  const items = await db.getMany(customerIds.map((customerId) => historyKey(shopId, customerId)))
  return Promise.all(
    customerIds.map(async (customerId, at) => {
      const stored = parseItem(Stored, items[at])
      if (stored === undefined)
        return { history: noPurchases(shopId, customerId), version: 0, folded: 0, mergeDepth: 0 }
      return 'mergedInto' in stored ? loadHistory(db, shopId, stored.mergedInto) : decode(stored)
    }),
  )
}

/** Histories by their customers' names as they are in the list, in that order; who was merged meanwhile is left out. */
export async function loadListed(
  db: Reader,
  shopId: string,
  customerIds: readonly string[],
): Promise<PurchaseHistory[]> {
  const items = await db.getMany(customerIds.map((customerId) => historyKey(shopId, customerId)))
  return items.flatMap((item) => {
    const stored = parseItem(Stored, item)
    return stored === undefined || 'mergedInto' in stored ? [] : [decode(stored).history]
  })
}

const decode = ({ shopId, customerId, version, folded, mergeDepth, ...encoded }: z.infer<typeof HistoryItem>) => ({
  history: { shopId, customerId, purchases: decodePurchases(encoded) },
  version,
  folded,
  mergeDepth,
})

/**
 * Puts the history over the one that was read, or makes it. It is the claim of the event that changed it: of two that
 * read the same version one is refused.
 */
export function historyWrite(
  history: PurchaseHistory,
  before: Pick<StoredHistory, 'version' | 'mergeDepth'>,
  folded: number,
): Write {
  const { shopId, customerId, purchases } = history
  const key = historyKey(shopId, customerId)
  const attributes: Attributes = {
    shopId,
    customerId,
    ...encodePurchases(purchases),
    version: before.version + 1,
    folded,
    mergeDepth: before.mergeDepth,
    ...listKeys(shopId, customerId, purchases.filter(isPurchase)),
  }
  if (before.version === 0) return { kind: 'create', name: 'history', key, attributes }
  return { kind: 'replace', name: 'history', key, attributes, atVersion: before.version }
}

/** Notes how far a fold has come. */
export const foldedWrite = ({ history, version }: StoredHistory, folded: number): Write => ({
  kind: 'update',
  name: 'history',
  key: historyKey(history.shopId, history.customerId),
  set: { folded, version: version + 1 },
  guards: [{ attribute: 'version', is: '=', value: version }],
})

/** Says of a customer for ever that another one has the purchases. */
export const mergedWrite = ({ history, version }: StoredHistory, mergedInto: string): Write => ({
  kind: 'replace',
  name: 'merged history',
  key: historyKey(history.shopId, history.customerId),
  attributes: { shopId: history.shopId, customerId: history.customerId, mergedInto, version: version + 1 },
  atVersion: version,
})

/** Keeps what the cells show of a change that is not folded to its end, beside the history that it leads to. */
export const beforeWrite = ({ shopId, customerId }: PurchaseHistory, histories: readonly PurchaseHistory[]): Write => ({
  kind: 'create',
  name: 'history before',
  key: beforeKey(shopId, customerId),
  attributes: {
    histories: histories.map((before) => ({ customerId: before.customerId, ...encodePurchases(before.purchases) })),
  },
})

export const beforeRemoval = ({ shopId, customerId }: PurchaseHistory): Write => ({
  kind: 'remove',
  name: 'history before',
  key: beforeKey(shopId, customerId),
})

export async function loadBefore(db: Reader, { shopId, customerId }: PurchaseHistory): Promise<PurchaseHistory[]> {
  const stored = parseItem(BeforeItem, await db.get(beforeKey(shopId, customerId)))
  if (stored === undefined) throw new Error('A fold that is not at its end has its beginning beside it')
  return stored.histories.map(({ customerId: whose, ...encoded }) => ({
    shopId,
    customerId: whose,
    purchases: decodePurchases(encoded),
  }))
}

/** Who has whose purchases since a merge, from items of a full read of the table: `shop customer` → customer. */
export function mergesIn(items: Iterable<{ readonly sk: string }>): Map<string, string> {
  const merges = new Map<string, string>()
  for (const item of items) {
    const merged = item.sk === 'HISTORY' ? MergedItem.safeParse(item) : undefined
    if (merged?.success) merges.set(`${merged.data.shopId} ${merged.data.customerId}`, merged.data.mergedInto)
  }
  return merges
}
