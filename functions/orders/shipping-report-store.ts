import { ShippingReport } from '../../domain/orders/shipping-report.ts'
import { assert } from '../../domain/shared/decision.ts'
import { dueShardPk, dueShardPks } from '../shared/due-shards.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'
import { type OrderKeys, orderIdsOf, orderPk } from './order-store.ts'

const reportKey = ({ shopId, orderId }: OrderKeys): Key => ({
  table: 'orders',
  pk: orderPk(shopId, orderId),
  sk: 'SHIPPING_REPORT',
})

/** Beside the parts of the due index that hold orders. */
const reportShardPk = (shardPk: string) => `REPORT_${shardPk}`
export const reportShardPks: readonly string[] = dueShardPks.map(reportShardPk)

export const loadReport = async (db: Reader, ids: OrderKeys): Promise<ShippingReport | undefined> =>
  parseItem(ShippingReport, await db.get(reportKey(ids)))

/** The report after a change; `before` is as it was read. It is in the index of what is due as long as it is. */
export function reportWrites(before: ShippingReport | undefined, after: ShippingReport): Write[] {
  if (after.version === before?.version) return []
  const { nextAttemptAt, orderId } = after
  const due = nextAttemptAt === undefined ? {} : { duePk: reportShardPk(dueShardPk(orderId)), dueAt: nextAttemptAt }
  const write = { name: 'shipping report', key: reportKey(after), attributes: { ...after, ...due } }
  return [before ? { kind: 'replace', ...write, atVersion: before.version } : { kind: 'create', ...write }]
}

/** Of which orders of a shard WeChat is to be told, the longest waiting first. From an index of keys. */
export async function listDueReports(db: Reader, duePk: string, now: string, limit: number): Promise<OrderKeys[]> {
  const range = { table: 'orders', index: 'due', pk: duePk, sk: { from: '0', to: now }, limit } as const
  const { items } = await db.query(range)
  assert(
    items.every(({ sk }) => sk === 'SHIPPING_REPORT'),
    'only reports are in their part of the index',
  )
  return items.map(orderIdsOf)
}
