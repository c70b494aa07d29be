import * as z from 'zod'
import { LedgerEntry, type Posting } from '../../domain/referrals/commission.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** The shop's own account is in this many parts, chosen by order, since every commission of a shop is booked on it. */
export const shopAccountParts = 8

type EntryId = Pick<LedgerEntry, 'shopId' | 'orderId' | 'kind' | 'refundNo'>
const entryKey = ({ shopId, orderId, kind, refundNo }: EntryId): Key => ({
  table: 'referrals',
  pk: `COMMISSION#${shopId}#${orderId}`,
  sk: refundNo === undefined ? `ENTRY#${kind}` : `ENTRY#${kind}#${refundNo}`,
})

/** The entries of an order. */
export async function loadEntries(db: Reader, shopId: string, orderId: string): Promise<LedgerEntry[]> {
  const pk = `COMMISSION#${shopId}#${orderId}`
  const { items } = await db.query({ table: 'referrals', pk, sk: { beginsWith: 'ENTRY#' }, limit: 100 })
  return items.map((item) => LedgerEntry.parse(item))
}

export const hasEntry = async (db: Reader, entry: LedgerEntry): Promise<boolean> =>
  (await db.get(entryKey(entry))) !== undefined

/** Balances in fen. `shopFen` is what the shop has given away, negative; the others are a referrer's. */
export const CommissionAccount = z.object({
  shopId: ShopId,
  /** Whose; absent on a part of the shop's own. */
  referrerId: CustomerId.exactOptional(),
  shopFen: z.int().default(0),
  pendingFen: z.int().default(0),
  availableFen: z.int().default(0),
})
export type CommissionAccount = z.infer<typeof CommissionAccount>

const accountOwner = (posting: Posting, entry: LedgerEntry) =>
  posting.account.kind === 'shop' ? `SHOP#${shopPart(entry.orderId)}` : `REFERRER#${posting.account.referrerId}`
const accountKey = (shopId: string, owner: string): Key => ({
  table: 'referrals',
  pk: `ACCOUNT#${shopId}#${owner}`,
  sk: 'BALANCE',
})
const accountsPk = (shopId: string) => `SHOP#${shopId}`

/** The last characters of a ULID are random. */
const shopPart = (orderId: string) => {
  let sum = 0
  for (const character of orderId.slice(-4)) sum += character.charCodeAt(0)
  return sum % shopAccountParts
}

/** Books an entry: once, since the entry is created in the same transaction in which the balances move. */
export function entryWrites(entry: LedgerEntry): Write[] {
  const moves = new Map<string, Record<string, number>>()
  for (const posting of entry.postings) {
    const owner = accountOwner(posting, entry)
    moves.set(owner, { ...moves.get(owner), [`${posting.account.kind}Fen`]: posting.amountFen })
  }
  const balances = [...moves].map(([owner, add]): Write => {
    const { shopId, referrerId } = entry
    const whose = owner.startsWith('REFERRER#') ? { referrerId } : {}
    const set = { shopId, ...whose, accountsPk: accountsPk(shopId), accountsSk: owner }
    return { kind: 'update', name: `account ${owner}`, key: accountKey(shopId, owner), set, add }
  })
  return [{ kind: 'create', name: 'ledger entry', key: entryKey(entry), attributes: entry }, ...balances]
}

/** A referrer's account in a shop; zero where nothing was ever booked. */
export async function loadAccount(db: Reader, shopId: ShopId, referrerId: CustomerId): Promise<CommissionAccount> {
  const item = await db.get(accountKey(shopId, `REFERRER#${referrerId}`))
  return CommissionAccount.parse(item ?? { shopId, referrerId })
}

/** All accounts of a shop: the referrers', then the parts of the shop's own. From an index: a moment behind. */
export async function listAccounts(db: Reader, shopId: string, page: PageQuery) {
  const range = { table: 'referrals', index: 'accounts', pk: accountsPk(shopId) } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { accounts: items.map((item) => CommissionAccount.parse(item)), ...rest }
}
