import * as z from 'zod'
import type { Key, Reader, Write } from '../shared/storage.ts'

type Buyer = { readonly shopId: string; readonly customerId: string }

const holdsKey = ({ shopId, customerId }: Buyer): Key => ({
  table: 'orders',
  pk: `SHOP#${shopId}#HOLDS#${customerId}`,
  sk: 'HOLDS',
})

/** Orders of a customer in a shop that await payment; undefined when there never was one. */
export async function loadOpenHolds(db: Reader, buyer: Buyer): Promise<number | undefined> {
  const item = await db.get(holdsKey(buyer))
  return item && z.int().min(0).parse(item.open)
}

/** One more order that awaits payment, counted from what was read. */
export const openHold = (buyer: Buyer, openBefore: number | undefined): Write =>
  openBefore === undefined
    ? { kind: 'create', name: 'holds', key: holdsKey(buyer), attributes: { open: 1 } }
    : {
        kind: 'update',
        name: 'holds',
        key: holdsKey(buyer),
        add: { open: 1 },
        guards: [{ attribute: 'open', is: '=', value: openBefore }],
      }

/** One order less: it was paid or cancelled. */
export const closeHold = (buyer: Buyer): Write => ({
  kind: 'update',
  name: 'holds',
  key: holdsKey(buyer),
  add: { open: -1 },
  guards: [{ attribute: 'open', is: '>=', value: 1 }],
})
