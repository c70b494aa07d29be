import { escapeId } from '../../domain/repurchase/cells.ts'
import { SpendingMonth } from '../../domain/repurchase/channel-spending.ts'
import { monthOf } from '../../domain/shared/time.ts'
import { everyItem } from '../shared/every-item.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** All of a shop's: a few items a month, read together and written by hand. */
const partition = (shopId: string) => ({ table: 'repurchase', pk: `SPENDING#${shopId}` }) as const
const keyOf = (shopId: string, { month, channel }: SpendingMonth): Key => ({
  ...partition(shopId),
  sk: `${month}#${escapeId(channel)}`,
})
/** Behind every key of a month. */
const endOf = (month: string) => `${month}$`

/** What was said of a month, of every channel. */
export const loadSpendingOf = (db: Reader, shopId: string, month: string): Promise<SpendingMonth[]> =>
  monthsBetween(db, shopId, month, month)

/** What was said up to the month of a day. */
export const loadSpending = (db: Reader, shopId: string, asOf: string): Promise<SpendingMonth[]> =>
  monthsBetween(db, shopId, '', monthOf(asOf))

async function monthsBetween(db: Reader, shopId: string, from: string, to: string): Promise<SpendingMonth[]> {
  const months: SpendingMonth[] = []
  for await (const item of everyItem(db, { ...partition(shopId), sk: { from, to: endOf(to) } }))
    months.push(SpendingMonth.parse(item))
  return months
}

/** A page of what was said, the latest months first. */
export async function listSpending(db: Reader, shopId: string, { limit, cursor }: PageQuery) {
  const from = cursor === undefined ? {} : { cursor }
  const page = await db.query({ ...partition(shopId), limit, newestFirst: true, ...from })
  const months = page.items.map((item) => SpendingMonth.parse(item))
  return page.cursor === undefined ? { months } : { months, cursor: page.cursor }
}

/** Puts a month over the one that was read; of two that say something at once the second one reads again. */
export function spendingWrite(shopId: string, month: SpendingMonth): Write {
  const facts = {
    name: 'spending',
    key: keyOf(shopId, month),
    attributes: { ...month, version: month.version + 1 },
  }
  return month.version === 0 ? { kind: 'create', ...facts } : { kind: 'replace', ...facts, atVersion: month.version }
}
