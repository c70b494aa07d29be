import { type Cell, type Cells, contributions } from '../../domain/repurchase/contributions.ts'
import { type PurchaseEvent, type PurchaseHistory, record } from '../../domain/repurchase/history.ts'
import type { StoredEvent } from '../shared/event-log.ts'

/** The histories that events lead to, in whatever order they come. */
export function rebuildHistories(events: Iterable<StoredEvent<PurchaseEvent>>): PurchaseHistory[] {
  const histories = new Map<string, PurchaseHistory>()
  for (const stored of events) {
    const whose = `${stored.event.shopId} ${stored.event.customerId}`
    const history = record(histories.get(whose), stored)
    if (typeof history !== 'string') histories.set(whose, history)
  }
  return [...histories.values()]
}

/** The cells of every shop as its customers' histories make them: what `runningCells` must equal, shop by shop. */
export function rebuildCells(histories: Iterable<PurchaseHistory>): Map<string, Cells> {
  const shops = new Map<string, Map<Cell, number>>()
  for (const history of histories) {
    const cells = shops.get(history.shopId) ?? new Map<Cell, number>()
    for (const [cell, value] of contributions(history)) cells.set(cell, (cells.get(cell) ?? 0) + value)
    shops.set(history.shopId, cells)
  }
  return shops
}
