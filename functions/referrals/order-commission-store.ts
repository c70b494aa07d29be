import { type CommissionStep, OrderCommission } from '../../domain/referrals/order-commission.ts'
import type { OrderCommissions } from '../../domain/referrals/order-commissions.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'
import { ledgerWrites, orderLedgerPk } from './ledger-store.ts'

const stateKey = (shopId: string, orderId: string, level: OrderCommission['level']): Key => ({
  table: 'referrals',
  pk: orderLedgerPk(shopId, orderId),
  sk: level === 'second' ? 'SECOND' : 'STATE',
})

/** The direct referrer's commission of an order; undefined before its first event has come. */
export const loadOrderCommission = async (
  db: Reader,
  shopId: string,
  orderId: string,
): Promise<OrderCommission | undefined> =>
  parseItem(OrderCommission, await db.get(stateKey(shopId, orderId, undefined)))

/** The commission of an order by who earns it. */
export async function loadOrderCommissions(db: Reader, shopId: string, orderId: string): Promise<OrderCommissions> {
  const [direct, second] = await Promise.all([
    loadOrderCommission(db, shopId, orderId),
    db.get(stateKey(shopId, orderId, 'second')),
  ])
  return { direct, second: parseItem(OrderCommission, second) }
}

/** The steps of one order's commission with all that they move, to be written as one: each state at the version that it
 *  was decided on, so that nothing is taken in twice. */
export async function commissionWrites(db: Reader, steps: readonly CommissionStep[]): Promise<Write[]> {
  const entries = steps.flatMap((step) => step.entries)
  return [...steps.map(stateWrite), ...(await ledgerWrites(db, entries))]
}

function stateWrite({ before, after }: CommissionStep): Write {
  const name = after.level === 'second' ? 'order commission, second level' : 'order commission'
  const key = stateKey(after.shopId, after.orderId, after.level)
  return before === undefined
    ? { kind: 'create', name, key, attributes: after }
    : { kind: 'replace', name, key, attributes: after, atVersion: before.version }
}
