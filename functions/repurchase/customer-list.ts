import { escapeId, unescapeId } from '../../domain/repurchase/cells.ts'
import { isGuest } from '../../domain/repurchase/guest.ts'
import type { Purchase } from '../../domain/repurchase/history.ts'
import { mergedPage } from '../shared/merged-pages.ts'
import { shardOf } from '../shared/shard-of.ts'
import type { Attributes, Item, Reader } from '../shared/storage.ts'

/** Parts of a shop's list of customers, so that a crowd of buyers is not on one partition of the index. */
const listShards = 4
const listPk = (shopId: string, shard: number) => `CUSTOMERS#${shopId}#${shard}`
const listPks = (shopId: string) => Array.from({ length: listShards }, (_, shard) => listPk(shopId, shard))

/** Which customers: all with a purchase, those with two orders or more, those with two purchase days or more. */
const customerTiers = ['customers', 'repeatCustomersByOrder', 'repeatCustomersByDay'] as const
export type CustomerTier = (typeof customerTiers)[number]

/** Each tier is one range of the list, since who bought on two days has two orders and is a customer. */
const lastOf: Readonly<Record<CustomerTier, string>> = {
  repeatCustomersByDay: 'a~',
  repeatCustomersByOrder: 'b~',
  customers: 'c~',
}

/** The attributes by which a history is in the list; none for who has nothing that counts, and none for a guest. */
export function listKeys(shopId: string, customerId: string, counted: readonly Purchase[]): Attributes {
  const [first] = counted
  if (first === undefined || isGuest(customerId)) return {}
  const tier = counted.length > 1 ? 'b' : 'c'
  const ownTier = counted.some(({ day }) => day !== first.day) ? 'a' : tier
  return { listPk: listPk(shopId, shardOf(customerId, listShards)), listSk: `${ownTier}#${escapeId(customerId)}` }
}

type PageOf = { readonly limit: number; readonly cursor?: string }

/** Names of the customers of a tier as they are now. From an index: a change of a moment ago may not show yet. */
export async function listCustomers(db: Reader, shopId: string, tier: CustomerTier, page: PageOf) {
  const pks = listPks(shopId)
  const sk = { from: 'a', to: lastOf[tier] }
  const list = { table: 'repurchase', index: 'customers', pks, sortKey: 'listSk', sk, newestFirst: false } as const
  const { items, cursor } = await mergedPage(db, list, page)
  const customerIds = items.map(customerOf)
  return { customerIds, ...(cursor === undefined ? {} : { cursor }) }
}

const customerOf = (item: Item): string => unescapeId(String(item.listSk).slice('a#'.length))

/** Names of all customers with a purchase, page by page, part after part: for what goes through a whole shop. */
export async function* everyCustomer(db: Reader, shopId: string, limit: number): AsyncGenerator<string[]> {
  for (const pk of listPks(shopId)) {
    let next: { readonly cursor?: string } = {}
    do {
      const { items, ...rest } = await db.query({ table: 'repurchase', index: 'customers', pk, limit, ...next })
      if (items.length > 0) yield items.map(customerOf)
      next = rest
    } while (next.cursor !== undefined)
  }
}
