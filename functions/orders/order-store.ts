import { OrderEvent } from '../../domain/orders/events.ts'
import { evolveOrder } from '../../domain/orders/evolve.ts'
import { dueMoment } from '../../domain/orders/fulfil-order.ts'
import { Order } from '../../domain/orders/order.ts'
import { assert } from '../../domain/shared/decision.ts'
import { dueShardPk } from '../shared/due-shards.ts'
import { parseItem, recordEvents, type StoredEvent, storedEvent } from '../shared/event-log.ts'
import { everyItem } from '../shared/every-item.ts'
import type { FieldPlace } from '../shared/sealed-field.ts'
import type { Item, Key, Reader, Write } from '../shared/storage.ts'
import { listKeys } from './order-lists.ts'

const pkPattern = /^SHOP#(.+)#ORDER#(.+)$/
/** Partition of an order, its events and what WeChat is told of its shipment. */
export const orderPk = (shopId: string, orderId: string) => `SHOP#${shopId}#ORDER#${orderId}`
const orderKey = (shopId: string, orderId: string): Key => ({
  table: 'orders',
  pk: orderPk(shopId, orderId),
  sk: 'ORDER',
})

/** Where a sealed field of an order is, in its state and in its events alike. */
export function orderField({ shopId, orderId }: Pick<Order, 'shopId' | 'orderId'>, field: string): FieldPlace {
  const { table, pk } = orderKey(shopId, orderId)
  return { table, pk, field }
}

export const loadOrder = async (db: Reader, shopId: string, orderId: string): Promise<Order | undefined> =>
  parseItem(Order, await db.get(orderKey(shopId, orderId)))

/** Records events of an order; `before` is the order as it was read. */
export function orderWrites(before: Order | undefined, events: readonly OrderEvent[]): Write[] {
  if (events.length === 0) return []
  const after = events.reduce<Order | undefined>(evolveOrder, before)
  assert(after !== undefined, 'an event leads to an order')
  const dueAt = dueMoment(after)
  const due = dueAt === undefined ? {} : { duePk: dueShardPk(after.orderId), dueAt }
  const { table, pk, sk } = orderKey(after.shopId, after.orderId)
  const state = { ...after, ...due, ...listKeys(after) }
  return recordEvents({ table, pk, sk, versionBefore: before?.version ?? 0, state, events, name: 'order' })
}

/** Holds a decision to the order as it was read. */
export const checkOrder = ({ shopId, orderId, version }: Order): Write => ({
  kind: 'check',
  name: 'order',
  key: orderKey(shopId, orderId),
  guards: [{ attribute: 'version', is: '=', value: version }],
})

/** Puts an order that could not be handled behind the others that are due, until then. No fact, so no new version. */
export const postponeDue = ({ shopId, orderId, version }: Order, dueAt: string): Write => ({
  kind: 'update',
  name: 'order',
  key: orderKey(shopId, orderId),
  set: { dueAt },
  guards: [{ attribute: 'version', is: '=', value: version }],
})

/** Which orders of a shard the clock has something to do with, the longest waiting first. From an index of keys. */
export async function listDueOrders(db: Reader, duePk: string, now: string, limit: number) {
  const range = { table: 'orders', index: 'due', pk: duePk, sk: { from: '0', to: now }, limit } as const
  const { items } = await db.query(range)
  return items.map(orderIdsOf)
}

export type OrderKeys = { readonly shopId: string; readonly orderId: string }

/** Whose item it is, by its partition. */
export function orderIdsOf({ pk }: Pick<Item, 'pk'>): OrderKeys {
  const [, shopId, orderId] = pkPattern.exec(pk) ?? []
  assert(shopId !== undefined && orderId !== undefined, 'the partition is an order’s')
  return { shopId, orderId }
}

const orderEvent = storedEvent(OrderEvent)

/** Everything that happened to an order, in its order; each event as it was stored. */
export async function loadOrderEvents(db: Reader, shopId: string, orderId: string): Promise<StoredEvent<OrderEvent>[]> {
  const { table, pk } = orderKey(shopId, orderId)
  const events: StoredEvent<OrderEvent>[] = []
  for await (const item of everyItem(db, { table, pk, sk: { beginsWith: 'EVENT#' } }))
    events.push(orderEvent.parse(item))
  return events
}
