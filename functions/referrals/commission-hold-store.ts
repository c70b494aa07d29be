import { CommissionHold } from '../../domain/referrals/commission-hold.ts'
import { parseItem } from '../shared/event-log.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'
import { orderLedgerPk } from './ledger-store.ts'

const holdKey = (shopId: string, orderId: string): Key => ({
  table: 'referrals',
  pk: orderLedgerPk(shopId, orderId),
  sk: 'HOLD',
})
const listPk = (shopId: string, status: CommissionHold['status']) => `HOLDS#${shopId}#${status}`

/** Why the commission of an order was ever held; undefined where it never was. */
export const loadCommissionHold = async (
  db: Reader,
  shopId: string,
  orderId: string,
): Promise<CommissionHold | undefined> => parseItem(CommissionHold, await db.get(holdKey(shopId, orderId)))

/** One more step of a hold. */
export function commissionHoldWrite(hold: CommissionHold): Write {
  const { shopId, orderId, status, heldAt, version } = hold
  const key = holdKey(shopId, orderId)
  const attributes = { ...hold, holdsPk: listPk(shopId, status), holdsSk: `${heldAt}#${orderId}` }
  const name = 'commission hold'
  return version === 1
    ? { kind: 'create', name, key, attributes }
    : { kind: 'replace', name, key, attributes, atVersion: version - 1 }
}

/** Holds of a shop in that status, the longest waiting first. From an index: a moment behind. */
export async function listHolds(db: Reader, shopId: string, status: CommissionHold['status'], page: PageQuery) {
  const range = { table: 'referrals', index: 'holds', pk: listPk(shopId, status) } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { holds: items.map((item) => CommissionHold.parse(item)), ...rest }
}
