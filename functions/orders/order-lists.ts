import { isUnanswered } from '../../domain/orders/after-sales.ts'
import { Order } from '../../domain/orders/order.ts'
import { parseItem } from '../shared/event-log.ts'
import { type MergedList, mergedPage } from '../shared/merged-pages.ts'
import { shardOf } from '../shared/shard-of.ts'
import type { Attributes, Reader } from '../shared/storage.ts'

/** Parts of a shop's list, so that a flash sale does not run into one partition's 1,000 writes a second. A page reads all
 *  of them. Orders keep their part for ever: another number needs every order written again. */
const shopListShards = 4

const shopShardPk = (shopId: string, shard: number) => `SHOP#${shopId}#${shard}`
const shopShardPks = (shopId: string) =>
  Array.from({ length: shopListShards }, (_, shard) => shopShardPk(shopId, shard))
const shopCustomerPk = (shopId: string, customerId: string) => `SHOP#${shopId}#CUSTOMER#${customerId}`

const waitsForShop = (order: Order): boolean => 'afterSales' in order && order.afterSales.some(isUnanswered)

/** The attributes by which the lists have an order, beside its customer. Only those of its status and of after-sales that wait change. */
export function listKeys(order: Order): Attributes {
  const { shopId, orderId, customerId, placedAt, status } = order
  const shard = shopShardPk(shopId, shardOf(orderId, shopListShards))
  // Order ids are made by clients and are unique in a shop only.
  const placedSk = `${placedAt}#${orderId}#${shopId}`
  return {
    shopShardPk: shard,
    shopCustomerPk: shopCustomerPk(shopId, customerId),
    placedSk,
    statusSk: `${status}#${placedSk}`,
    ...(waitsForShop(order) ? { unansweredPk: shard } : {}),
  }
}

/** From a moment until before another one. */
export type TimeRange = { readonly from?: string; readonly to?: string }
export type ShopFilter = TimeRange & {
  readonly status?: Order['status']
  readonly customerId?: string
  /** Those with a case that the shop is to answer. */
  readonly afterSales?: 'unanswered'
}
type PageOf = { readonly limit: number; readonly cursor?: string }
type OrderPage = { readonly orders: readonly Order[]; readonly cursor?: string }

const byTime = ({ from = '0', to = '~' }: TimeRange, status = '') => ({
  from: `${status}${from}`,
  to: `${status}${to}`,
})
const newest = { table: 'orders', sortKey: 'placedSk', newestFirst: true } as const

/** Orders of a shop, newest first. From indexes: one just placed may be missing for a moment. */
export function listShopOrders(db: Reader, shopId: string, filter: ShopFilter, page: PageOf): Promise<OrderPage> {
  const { status, customerId, afterSales } = filter
  const sk = byTime(filter)
  const belongs = (order: Order) => hasStatus(status)(order) && (afterSales === undefined || waitsForShop(order))
  const list = (where: Pick<MergedList, 'index' | 'pks'> & Partial<MergedList>) =>
    listOrders(db, { ...newest, sk, ...where }, page, belongs)
  if (customerId !== undefined) return list({ index: 'by-shop-customer', pks: [shopCustomerPk(shopId, customerId)] })
  const pks = shopShardPks(shopId)
  if (afterSales === 'unanswered') return list({ index: 'unanswered', pks })
  if (status === undefined) return list({ index: 'by-shop', pks })
  return list({ index: 'by-shop-status', pks, sortKey: 'statusSk', sk: byTime(filter, `${status}#`) })
}

const hasStatus =
  (status: Order['status'] | undefined) =>
  (order: Order): boolean =>
    status === undefined || order.status === status

/** All orders of a shop, oldest first, so that new ones come at the end. */
export const listShopOrdersByAge = (db: Reader, shopId: string, range: TimeRange, page: PageOf): Promise<OrderPage> =>
  listOrders(
    db,
    { ...newest, newestFirst: false, index: 'by-shop', pks: shopShardPks(shopId), sk: byTime(range) },
    page,
  )

/** A customer's own orders, newest first: of one shop, or of all. */
export function listCustomerOrders(
  db: Reader,
  customerId: string,
  { shopId, status }: { readonly shopId?: string; readonly status?: Order['status'] },
  page: PageOf,
): Promise<OrderPage> {
  const where =
    shopId === undefined
      ? { index: 'by-customer', pks: [customerId] }
      : { index: 'by-shop-customer', pks: [shopCustomerPk(shopId, customerId)] }
  return listOrders(db, { ...newest, ...where, sk: byTime({}) }, page, hasStatus(status))
}

/** How often a page goes on reading where orders had to be left out. */
const roundsMax = 5

/**
 * The orders that a page of keys names, read as they are now. Those that do not belong to the list are left out: they have
 * moved since the index saw them, or the index does not tell. The orders behind them take their place, but a
 * page that reads `roundsMax` times its limit and finds too few ends all the same, with fewer.
 */
async function listOrders(
  db: Reader,
  list: MergedList,
  page: PageOf,
  belongs: (order: Order) => boolean = () => true,
): Promise<OrderPage> {
  const orders: Order[] = []
  let next: { readonly cursor?: string } = page.cursor === undefined ? {} : { cursor: page.cursor }
  for (let round = 0; round < roundsMax; round++) {
    const { items, ...rest } = await mergedPage(db, list, { limit: page.limit - orders.length, ...next })
    const found = await db.getMany(items.map(({ pk, sk }) => ({ table: 'orders', pk, sk })))
    const read = found.flatMap((item) => parseItem(Order, item) ?? [])
    orders.push(...read.filter(belongs))
    next = rest
    if (next.cursor === undefined || orders.length === page.limit) break
  }
  return { orders, ...next }
}
