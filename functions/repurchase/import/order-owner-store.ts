import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type Committer, commitFact } from '../../shared/commit.ts'
import { parseItem } from '../../shared/event-log.ts'
import type { Item, Key, Write } from '../../shared/storage.ts'

/**
 * Whose an imported order is, so that a later row cannot give it to somebody else. An item per order would be most of
 * what an import writes; so prints of order and customer lie in packed items, found by the print of the order.
 */
const buckets = 1_024
/** 72 bits: among ten million orders two have the same print once in a hundred million shops. */
const orderPrintLength = 12
/** 36 bits: another customer passes for the first one once in 70 thousand million times. */
const customerPrintLength = 6
const entryLength = orderPrintLength + customerPrintLength
/** Six million orders a shop, in items under 110 kB, so that thirty of them are under a transaction's 4 MB. Of orders beyond,
 *  only rows of one customer are held against each other. */
const entriesPerBucketMax = 6_000
const bucketsPerTransactionMax = 30

const Bucket = z.object({ owners: z.string(), version: z.int().min(1) })

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const print = (text: string, length: number): string => digest(text).toString('base64url').slice(0, length)
const bucketOf = (orderId: string): number => digest(orderId).readUInt32BE(28) % buckets
const keyOf = (shopId: string, bucket: number): Key => ({
  table: 'repurchase',
  pk: `IMPORTED-ORDERS#${shopId}#${String(bucket).padStart(4, '0')}`,
  sk: 'OWNERS',
})

/**
 * Claims orders for their customers; who was first keeps an order for ever.
 * @param claims in the order of the file.
 * @returns whether an order is that customer's.
 */
export async function claimOrders(
  context: Committer,
  shopId: string,
  claims: readonly Claim[],
): Promise<(orderId: string, customerId: string) => boolean> {
  const byBucket = Map.groupBy(claims, ([orderId]) => bucketOf(orderId))
  const owners = new Map<string, string>()
  const numbers = [...byBucket.keys()]
  for (let at = 0; at < numbers.length; at += bucketsPerTransactionMax) {
    const some = numbers.slice(at, at + bucketsPerTransactionMax)
    const reply = await commitFact(context, async () => {
      const items = await context.db.getMany(some.map((bucket) => keyOf(shopId, bucket)))
      const claimed = some.map((bucket, index) => claim(items[index], byBucket.get(bucket) ?? []))
      const writes = claimed.flatMap(({ added, known, version }, index): Write[] => {
        if (added === '') return []
        const key = keyOf(shopId, some[index] ?? 0)
        const facts = {
          name: `owners ${some[index]}`,
          key,
          attributes: { owners: known + added, version: version + 1 },
        }
        return [version === 0 ? { kind: 'create', ...facts } : { kind: 'replace', ...facts, atVersion: version }]
      })
      return { writes, reply: claimed.flatMap((each) => [...each.owners]) }
    })
    for (const [orderId, customerPrint] of reply) owners.set(orderId, customerPrint)
  }
  return (orderId, customerId) => owners.get(orderId) === print(customerId, customerPrintLength)
}

type Claim = readonly [orderId: string, customerId: string]

/** Whose the orders are, those of the claims only, and what the claims add to the bucket. */
function claim(item: Item | undefined, claims: readonly Claim[]) {
  const { owners: known = '', version = 0 } = parseItem(Bucket, item) ?? {}
  const prints = new Map<string, string>()
  for (let at = 0; at < known.length; at += entryLength)
    prints.set(known.slice(at, at + orderPrintLength), known.slice(at + orderPrintLength, at + entryLength))
  const owners = new Map<string, string>()
  let added = ''
  for (const [orderId, customerId] of claims) {
    if (owners.has(orderId)) continue
    const orderPrint = print(orderId, orderPrintLength)
    const customerPrint = print(customerId, customerPrintLength)
    owners.set(orderId, prints.get(orderPrint) ?? customerPrint)
    if (prints.has(orderPrint) || prints.size >= entriesPerBucketMax) continue
    prints.set(orderPrint, customerPrint)
    added += orderPrint + customerPrint
  }
  return { known, version, owners, added }
}
