import * as z from 'zod'
import { Purchase, type PurchaseHistory } from '../../domain/repurchase/history.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** A history as read, with the version to replace it at. */
export type StoredHistory = { readonly history: PurchaseHistory; readonly version: number }

const HistoryItem = z.object({
  shopId: ShopId,
  customerId: CustomerId,
  purchases: z.array(z.string()),
  version: z.int().min(1),
})

const historyKey = (shopId: string, customerId: string): Key => ({
  table: 'repurchase',
  pk: `HISTORY#${shopId}#${customerId}`,
  sk: 'HISTORY',
})

export async function loadHistory(db: Reader, shopId: string, customerId: string): Promise<StoredHistory | undefined> {
  const stored = parseItem(HistoryItem, await db.get(historyKey(shopId, customerId)))
  if (stored === undefined) return undefined
  const { version, purchases, ...whose } = stored
  return { history: { ...whose, purchases: purchases.map(decodePurchase) }, version }
}

/**
 * Puts the history over the one that was read, or makes it. It is the claim of the event that changed it: of two that
 * read the same version one is refused.
 * @param versionBefore the version read; 0 when there was none.
 */
export function historyWrite({ purchases, ...whose }: PurchaseHistory, versionBefore: number): Write {
  const key = historyKey(whose.shopId, whose.customerId)
  const attributes = { ...whose, purchases: purchases.map(encodePurchase), version: versionBefore + 1 }
  if (versionBefore === 0) return { kind: 'create', name: 'history', key, attributes }
  return { kind: 'replace', name: 'history', key, attributes, atVersion: versionBefore }
}

// One string per purchase: as a map each would weigh twice as much, for its names.
const encodePurchase = (purchase: Purchase): string =>
  [
    purchase.orderId,
    purchase.eventNumber,
    purchase.day,
    purchase.netPaidFen,
    purchase.excludedFromFigures ? 'x' : '',
    purchase.introducerId ?? '',
  ].join(' ')

function decodePurchase(text: string): Purchase {
  const [orderId, eventNumber, day, netPaidFen, excluded, introducerId] = text.split(' ')
  return Purchase.parse({
    orderId,
    eventNumber: Number(eventNumber),
    day,
    netPaidFen: Number(netPaidFen),
    excludedFromFigures: excluded === 'x',
    introducerId: introducerId === '' ? null : introducerId,
  })
}
