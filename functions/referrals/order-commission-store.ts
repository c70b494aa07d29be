import { type CommissionStep, OrderCommission } from '../../domain/referrals/order-commission.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'
import { ledgerWrites, orderLedgerPk } from './ledger-store.ts'

const stateKey = (shopId: string, orderId: string): Key => ({
  table: 'referrals',
  pk: orderLedgerPk(shopId, orderId),
  sk: 'STATE',
})

/** The commission of an order; undefined before its first event has come. */
export const loadOrderCommission = async (
  db: Reader,
  shopId: string,
  orderId: string,
): Promise<OrderCommission | undefined> => parseItem(OrderCommission, await db.get(stateKey(shopId, orderId)))

/** A step of an order's commission with all that it moves, to be written as one: the state at the version that it was
 *  decided on, so that nothing is taken in twice. */
export async function commissionWrites(db: Reader, { before, after, entries }: CommissionStep): Promise<Write[]> {
  const name = 'order commission'
  const key = stateKey(after.shopId, after.orderId)
  const state: Write =
    before === undefined
      ? { kind: 'create', name, key, attributes: after }
      : { kind: 'replace', name, key, attributes: after, atVersion: before.version }
  return [state, ...(await ledgerWrites(db, entries))]
}
