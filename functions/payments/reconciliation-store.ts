import * as z from 'zod'
import { Payment, Refund } from '../../domain/payments/payment.ts'
import { type Book, Reconciliation } from '../../domain/payments/reconciliation.ts'
import { parseItem } from '../shared/event-log.ts'
import { everyItem } from '../shared/every-item.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'
import { dayPartitions } from './day-index.ts'

const resultsPk = (shopId: string) => `SHOP#${shopId}#RECONCILIATIONS`
const resultKey = (shopId: string, day: string): Key => ({ table: 'payments', pk: resultsPk(shopId), sk: `DAY#${day}` })

export const loadReconciliation = async (
  db: Reader,
  shopId: string,
  day: string,
): Promise<Reconciliation | undefined> => parseItem(Reconciliation, await db.get(resultKey(shopId, day)))

/** The newest day first. */
export async function listReconciliations(db: Reader, shopId: string, page: PageQuery) {
  const range = { table: 'payments', pk: resultsPk(shopId), sk: { beginsWith: 'DAY#' }, newestFirst: true } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { reconciliations: items.map((item) => Reconciliation.parse(item)), ...rest }
}

/** Once per shop and day. */
export const createReconciliation = (result: Reconciliation): Write => ({
  kind: 'create',
  name: 'reconciliation',
  key: resultKey(result.shopId, result.day),
  attributes: result,
})

/** What succeeded in a shop on a day of WeChat's, from an index: a moment behind, hours later it is all there. */
export async function loadBook(db: Reader, shopId: string, day: string): Promise<Book> {
  const payments: Payment[] = []
  const refunds: Refund[] = []
  for (const pk of dayPartitions(shopId, day)) {
    for await (const item of everyItem(db, { table: 'payments', index: 'by-day', pk })) {
      if (item.sk.startsWith('REFUND#')) refunds.push(Refund.parse(item))
      else payments.push(Payment.parse(item))
    }
  }
  return { payments, refunds }
}

/** How far the shops of a day have been gone through. */
const Progress = z.object({
  /** Of the list of shops: where to go on; empty for its beginning. */
  cursor: z.string().default(''),
  /** A shop before the cursor failed, and the day is gone through again. */
  hasFailed: z.boolean().default(false),
  isDone: z.boolean().default(false),
})
export type Progress = z.infer<typeof Progress>

const progressKey = (day: string): Key => ({ table: 'payments', pk: 'RECONCILIATION', sk: `DAY#${day}` })

export const loadProgress = async (db: Reader, day: string): Promise<Progress> =>
  Progress.parse((await db.get(progressKey(day))) ?? {})

/** Two runs at once may overwrite each other's: at worst shops are looked at again, and their results are there. */
export const saveProgress = (day: string, { cursor, hasFailed, isDone }: Progress): Write => ({
  kind: 'update',
  name: 'progress',
  key: progressKey(day),
  set: { cursor, hasFailed, isDone },
})
