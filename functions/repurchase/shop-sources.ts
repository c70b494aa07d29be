import { isGuest } from '../../domain/repurchase/guest.ts'
import { PurchaseEvent } from '../../domain/repurchase/history.ts'
import type { ShopId } from '../../domain/shared/ids.ts'
import { listShopOrdersByAge } from '../orders/order-lists.ts'
import { loadOrderEvents } from '../orders/order-store.ts'
import type { Reader } from '../shared/storage.ts'
import { loadHistory } from './history-store.ts'
import { toldByImports } from './import/told-by-imports.ts'
import { type Told, toldBy } from './rebuild.ts'

/** Orders whose events are read at once. */
const ordersPerPage = 50

/** All that a shop's figures come from: the events of its orders, and what it brought along from before. */
export async function readSources(db: Reader, shopId: ShopId): Promise<Told[]> {
  const told: Told[] = []
  let next: { readonly cursor?: string } = {}
  do {
    const { orders, cursor } = await listShopOrdersByAge(db, shopId, {}, { limit: ordersPerPage, ...next })
    const events = await Promise.all(orders.map(({ orderId }) => loadOrderEvents(db, shopId, orderId)))
    for (const stored of events.flat())
      if (stored.event.type === 'order_paid' || stored.event.type === 'order_refunded')
        told.push(toldBy({ ...stored, event: PurchaseEvent.parse(stored.event) }))
    next = cursor === undefined ? {} : { cursor }
  } while (next.cursor !== undefined)
  for await (const each of toldByImports(db, shopId)) told.push(each)
  return told
}

/** Who has whose purchases since a merge, of the customers that the sources name. */
export async function readMerges(db: Reader, shopId: ShopId, told: readonly Told[]): Promise<Map<string, string>> {
  const merges = new Map<string, string>()
  const customerIds = new Set(told.map((each) => each.customerId).filter((customerId) => !isGuest(customerId)))
  for (const customerId of customerIds) {
    const { history } = await loadHistory(db, shopId, customerId)
    if (history.customerId !== customerId) merges.set(`${shopId} ${customerId}`, history.customerId)
  }
  return merges
}
