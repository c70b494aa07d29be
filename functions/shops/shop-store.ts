import { assert } from '../../domain/shared/decision.ts'
import { evolveShop, Shop, type ShopEvent } from '../../domain/shops/shop.ts'
import { parseItem, recordEvents } from '../shared/event-log.ts'
import type { Reader, Write } from '../shared/storage.ts'

const openingPk = 'SHOPS'

const shopKey = (shopId: string) => ({ table: 'shops', pk: `SHOP#${shopId}`, sk: 'SHOP' }) as const

/** The shop of that id; undefined when nobody has opened it. */
export const loadShop = async (db: Reader, shopId: string): Promise<Shop | undefined> =>
  parseItem(Shop, await db.get(shopKey(shopId)))

/** Shops in the order of their opening, from an index: a shop that was just opened may be missing for a moment. */
export async function listShops(
  db: Reader,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly shops: Shop[]; readonly cursor?: string }> {
  const { limit, cursor: after } = page
  const from = after === undefined ? {} : { cursor: after }
  const { items, cursor } = await db.query({ table: 'shops', index: 'by-opening', pk: openingPk, limit, ...from })
  const shops = items.map((item) => Shop.parse(item))
  return cursor === undefined ? { shops } : { shops, cursor }
}

/** Holds a decision to the shop as it was read. For what its own people do; in what every customer does, the shop would be
 *  one hot item. */
export const checkShop = (shop: Shop): Write => ({
  kind: 'check',
  name: 'shop',
  key: shopKey(shop.shopId),
  guards: [{ attribute: 'version', is: '=', value: shop.version }],
})

/** Records events of a shop; `before` is the shop as it was read. */
export function shopWrites(before: Shop | undefined, events: readonly ShopEvent[]): Write[] {
  const after = events.reduce<Shop | undefined>(evolveShop, before)
  if (events.length === 0) return []
  assert(after !== undefined, 'an event leads to a shop')
  const { table, pk, sk } = shopKey(after.shopId)
  const state = { ...after, openingPk }
  return recordEvents({ table, pk, sk, versionBefore: before?.version ?? 0, state, events, name: 'shop' })
}
