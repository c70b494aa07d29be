import * as z from 'zod'
import type { PayoutTerms } from '../../domain/referrals/payout.ts'
import { CustomerId } from '../../domain/shared/ids.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Reader, Write } from '../shared/storage.ts'

/** A year of the shop's calendar. */
export const Year = z.string().regex(/^\d{4}$/)

/** What a shop has paid out to a referrer in a year, for the tax office. */
export const YearTotal = z.object({ referrerId: CustomerId, paidOutFen: z.int(), payouts: z.int() })

const yearPk = (shopId: string, year: string) => `COMMISSION_YEAR#${shopId}#${year}`

/** Adds a payout to the referrer's year: once, since it stands in the transaction that books it as paid. */
export const addToYear = (
  { shopId, referrerId, amountFen }: Pick<PayoutTerms, 'shopId' | 'referrerId' | 'amountFen'>,
  year: string,
): Write => ({
  kind: 'update',
  name: 'year of the referrer',
  key: { table: 'referrals', pk: yearPk(shopId, year), sk: `REFERRER#${referrerId}` },
  set: { referrerId },
  add: { paidOutFen: amountFen, payouts: 1 },
})

/** Those who were paid in the year, by their ids. */
export async function listYear(db: Reader, shopId: string, year: string, page: PageQuery) {
  const range = { table: 'referrals', pk: yearPk(shopId, year), sk: { beginsWith: 'REFERRER#' } } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { totals: items.map((item) => YearTotal.parse(item)), ...rest }
}
