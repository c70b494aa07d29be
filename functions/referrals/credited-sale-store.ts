import { CreditedSale, screenedSalesMax } from '../../domain/referrals/fraud.ts'
import { addDays } from '../../domain/shared/time.ts'
import { expirySeconds } from '../shared/expiry-seconds.ts'
import type { Attributes, Key, Reader, Write } from '../shared/storage.ts'

/** As long as visits and marks. */
const salesKeptDays = 180

type Side = 'REFERRER' | 'BUYER'
const sidePk = (side: Side, shopId: string, customerId: string) => `CREDITED#${shopId}#${side}#${customerId}`

function saleKey(side: Side, { shopId, referrerId, customerId, paidAt, orderId }: CreditedSale): Key {
  const pk = sidePk(side, shopId, side === 'REFERRER' ? referrerId : customerId)
  return { table: 'referrals', pk, sk: `${paidAt}#${orderId}` }
}

/** What one event adds to what is remembered of a sale: all that every event knows, and its own part. */
export type SaleNote = {
  readonly sale: CreditedSale
  readonly lateRefundFen?: number
}

/** Notes a sale where its referrer and where its buyer is looked for. Each part is set by one event or added once, so they
 *  may come in any order; the claim of the event is in the same transaction. */
export function saleNoteWrites({ sale, lateRefundFen }: SaleNote): Write[] {
  const { lateRefundedFen: _fen, lateRefunds: _count, ...known } = sale
  const expiresAt = expirySeconds(addDays(sale.paidAt, salesKeptDays))
  const set: Attributes = { ...known, expiresAt }
  const added = lateRefundFen === undefined ? {} : { add: { lateRefundedFen: lateRefundFen, lateRefunds: 1 } }
  return (['REFERRER', 'BUYER'] as const).map((side) => ({
    ...{ kind: 'update', name: `sale of ${side}`, key: saleKey(side, sale), set },
    ...added,
  }))
}

/** The last sales credited to a referrer. */
export const loadCredited = (db: Reader, shopId: string, referrerId: string): Promise<CreditedSale[]> =>
  loadSales(db, sidePk('REFERRER', shopId, referrerId))

/** The last sales to a buyer that were credited to somebody. */
export const loadBought = (db: Reader, shopId: string, customerId: string): Promise<CreditedSale[]> =>
  loadSales(db, sidePk('BUYER', shopId, customerId))

async function loadSales(db: Reader, pk: string): Promise<CreditedSale[]> {
  const { items } = await db.query({ table: 'referrals', pk, newestFirst: true, limit: screenedSalesMax })
  return items.map((item) => CreditedSale.parse(item))
}
