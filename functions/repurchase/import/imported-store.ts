import * as z from 'zod'
import type { ImportedOrder, KeptRefund, KeptRow } from '../../../domain/repurchase/import/imported-order.ts'
import { parseItem } from '../../shared/event-log.ts'
import { everyItem } from '../../shared/every-item.ts'
import { shardOf } from '../../shared/shard-of.ts'
import type { Item, Key, Reader, Write } from '../../shared/storage.ts'
import { Packed, pack, packedBytes, unpack } from './packed-text.ts'

/** All imported orders of one customer, by order, and the version to replace them at. */
export type ImportedCustomer = {
  readonly customerId: string
  readonly orders: ReadonlyMap<string, ImportedOrder>
  readonly version: number
}

/** A shop's imported customers lie on so many partitions: an import writes thousands a second. */
const importedShards = 32
/** Bytes of a customer's rows as stored: an item of DynamoDB holds 400 kB. */
const importedBytesMax = 380_000

const partition = (shopId: string, shard: number) => `IMPORTED#${shopId}#${String(shard).padStart(2, '0')}`
const keyOf = (shopId: string, customerId: string): Key => ({
  table: 'repurchase',
  pk: partition(shopId, shardOf(customerId, importedShards)),
  sk: customerId,
})

const KeptRowShape = z.custom<KeptRow>(Array.isArray)
const KeptRefundShape = z.custom<KeptRefund>(Array.isArray)
const Stored = z.array(z.tuple([z.string(), z.string(), z.array(KeptRowShape), z.array(KeptRefundShape)]))
const ImportedItem = Packed.extend({ sk: z.string(), version: z.int().min(1) })

/** What was imported of these customers; of one who is not known, nothing at version 0. */
export async function loadImported(
  db: Reader,
  shopId: string,
  customerIds: readonly string[],
): Promise<ImportedCustomer[]> {
  const items = await db.getMany(customerIds.map((customerId) => keyOf(shopId, customerId)))
  return customerIds.map((customerId, at) => decode(items[at]) ?? { customerId, orders: new Map(), version: 0 })
}

/** All imported customers of a shop, shard by shard, a page in memory at once. */
export async function* listImported(db: Reader, shopId: string): AsyncGenerator<ImportedCustomer> {
  for (let shard = 0; shard < importedShards; shard++) {
    for await (const item of everyItem(db, { table: 'repurchase', pk: partition(shopId, shard) })) {
      const imported = decode(item)
      if (imported !== undefined) yield imported
    }
  }
}

/**
 * Puts a customer's imported orders over those that were read.
 * @param versionBefore the version read; 0 when there were none.
 * @returns the write and the bytes that it comes to; undefined where they are more than an item holds.
 */
export function importedWrite(
  shopId: string,
  customerId: string,
  orders: Iterable<ImportedOrder>,
  versionBefore: number,
): { readonly write: Write; readonly bytes: number } | undefined {
  const packed = pack([...orders].map(({ orderId, day, rows, refunds }) => [orderId, day, rows, refunds]))
  const bytes = packedBytes(packed)
  if (bytes > importedBytesMax) return undefined
  const attributes = { ...packed, version: versionBefore + 1 }
  const facts = { name: `imported ${customerId}`, key: keyOf(shopId, customerId), attributes }
  const write: Write =
    versionBefore === 0 ? { kind: 'create', ...facts } : { kind: 'replace', ...facts, atVersion: versionBefore }
  return { write, bytes }
}

function decode(item: Item | undefined): ImportedCustomer | undefined {
  const stored = parseItem(ImportedItem, item)
  if (stored === undefined) return undefined
  const { sk: customerId, version, ...packed } = stored
  const orders = Stored.parse(unpack(packed)).map(
    ([orderId, day, rows, refunds]) => [orderId, { orderId, day, rows, refunds }] as const,
  )
  return { customerId, orders: new Map(orders), version }
}
