import * as z from 'zod'
import type { ReferrerAccount } from '../../domain/referrals/ledger.ts'
import { dueAt, Payout, type PayoutStep } from '../../domain/referrals/payout.ts'
import { PayoutId, ShopId } from '../../domain/shared/ids.ts'
import { shopDay } from '../../domain/shared/time.ts'
import { dueShardPk } from '../shared/due-shards.ts'
import { parseItem } from '../shared/event-log.ts'
import type { PageQuery } from '../shared/http/page.ts'
import { type Key, ReadApart, type Reader, type Write } from '../shared/storage.ts'
import { ledgerWrites, loadAccount, payoutLedgerPk } from './ledger-store.ts'
import { addToYear } from './year-store.ts'

/** Names a payout. */
export const PayoutRef = z.object({ shopId: ShopId, payoutId: PayoutId })
export type PayoutRef = z.infer<typeof PayoutRef>

const payoutKey = ({ shopId, payoutId }: PayoutRef): Key => ({
  table: 'referrals',
  pk: payoutLedgerPk(shopId, payoutId),
  sk: 'PAYOUT',
})
/** By our number of the transfer, and in the referrer's list. */
const transferKey = (transferNo: string): Key => ({ table: 'referrals', pk: `TRANSFER#${transferNo}`, sk: 'TRANSFER' })

const shopList = (shopId: string) => `SHOP#${shopId}`
const referrerList = (shopId: string, referrerId: string) => `SHOP#${shopId}#REFERRER#${referrerId}`
const placeIn = (payoutsPk: string, { requestedAt, payoutId }: Payout) => ({
  payoutsPk,
  payoutsSk: `${requestedAt}#${payoutId}`,
})

export const loadPayout = async (db: Reader, ref: PayoutRef): Promise<Payout | undefined> =>
  parseItem(Payout, await db.get(payoutKey(ref)))

/** Which payout a transfer is for; undefined for a number that is none of ours. */
export const findPayout = async (db: Reader, transferNo: string): Promise<PayoutRef | undefined> =>
  parseItem(PayoutRef, await db.get(transferKey(transferNo)))

/** A payout's step with all that it books, to be written as one: at the version that it was decided on, and for a new one
 *  that of the account. */
export async function payoutWrites(
  db: Reader,
  before: Payout | ReferrerAccount,
  { after, entries }: PayoutStep,
): Promise<Write[]> {
  const due = dueAt(after)
  const attributes = {
    ...after,
    ...placeIn(shopList(after.shopId), after),
    ...(due === undefined ? {} : { duePk: dueShardPk(after.payoutId), dueAt: due }),
  }
  const key = payoutKey(after)
  const isNew = !('payoutId' in before)
  const state: Write = isNew
    ? { kind: 'create', name: 'payout', key, attributes }
    : { kind: 'replace', name: 'payout', key, attributes, atVersion: before.version }
  const year = after.status === 'paid' ? [addToYear(after, shopDay(after.endedAt, after.timeZone).slice(0, 4))] : []
  const account = isNew || entries.length === 0 ? undefined : await accountBeside(db, before)
  const booked = await ledgerWrites(db, entries, isNew ? before : account)
  return [state, ...(isNew ? [transferWrite(after)] : []), ...booked, ...year]
}

/** The account as it stood while the payout did so. Read apart, a payout that somebody else ended in between would be
 *  booked on an account that has it behind itself. */
async function accountBeside(db: Reader, payout: Payout): Promise<ReferrerAccount> {
  const account = await loadAccount(db, payout.shopId, payout.referrerId)
  const now = await loadPayout(db, payout)
  if (now?.version !== payout.version) throw new ReadApart(`Payout ${payout.payoutId} has gone on`)
  return account
}

function transferWrite(payout: Payout): Write {
  const { shopId, payoutId, referrerId, transferNo } = payout
  const attributes = { shopId, payoutId, ...placeIn(referrerList(shopId, referrerId), payout) }
  return { kind: 'create', name: 'transfer', key: transferKey(transferNo), attributes }
}

/** Payouts of a shop, or of one of its referrers, the latest first. From an index: a new one may be missing for a moment;
 *  each is shown as it is now. */
export async function listPayouts(
  db: Reader,
  { shopId, referrerId }: { readonly shopId: string; readonly referrerId?: string },
  page: PageQuery,
) {
  const pk = referrerId === undefined ? shopList(shopId) : referrerList(shopId, referrerId)
  const { items, ...rest } = await db.query({ table: 'referrals', index: 'payouts', pk, newestFirst: true, ...page })
  const found = await db.getMany(items.map((item) => payoutKey(PayoutRef.parse(item))))
  return { payouts: found.flatMap((item) => parseItem(Payout, item) ?? []), ...rest }
}

/** Which payouts of a shard are due, the longest waiting first. From an index that holds keys only. */
export async function listDuePayouts(db: Reader, duePk: string, now: string, limit: number): Promise<PayoutRef[]> {
  const { items } = await db.query({ table: 'referrals', index: 'due', pk: duePk, sk: { from: '0', to: now }, limit })
  return items.map(({ pk }) => {
    const [, shopId, payoutId] = pk.split('#')
    return PayoutRef.parse({ shopId, payoutId })
  })
}
