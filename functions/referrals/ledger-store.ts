import * as z from 'zod'
import {
  BookedEntry,
  bookEntry,
  type LedgerEntry,
  newAccount,
  ReferrerAccount,
  shopMoveFen,
} from '../../domain/referrals/ledger.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import type { PageQuery } from '../shared/http/page.ts'
import { shardOf } from '../shared/shard-of.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** The shop's own account is in this many parts, chosen by order, since every commission of a shop is booked on it. */
const shopAccountParts = 8

/** Digits of an entry's number in its account, so that entries sort as they were booked. */
const entryNumberDigits = 12

/** Where what a sale or a payout does to the ledger is kept: its state, and its entries beside it. */
export const orderLedgerPk = (shopId: string, orderId: string) => `COMMISSION#${shopId}#${orderId}`
export const payoutLedgerPk = (shopId: string, payoutId: string) => `PAYOUT#${shopId}#${payoutId}`

const entryKey = (entry: LedgerEntry): Key => ({
  table: 'referrals',
  pk: 'orderId' in entry ? orderLedgerPk(entry.shopId, entry.orderId) : payoutLedgerPk(entry.shopId, entry.payoutId),
  sk: `ENTRY#${entry.entryId}`,
})

/** Entries that one order comes to at most: 50 refunds, what a sale books, and what people decide; and some to spare. */
const entriesOfOrderMax = 200

/** The entries of an order, as they were booked. */
export async function loadEntries(db: Reader, shopId: string, orderId: string): Promise<BookedEntry[]> {
  const pk = orderLedgerPk(shopId, orderId)
  const { items } = await db.query({ table: 'referrals', pk, sk: { beginsWith: 'ENTRY#' }, limit: entriesOfOrderMax })
  return items.map((item) => BookedEntry.parse(item)).toSorted((a, b) => a.number - b.number)
}

/** Balances in fen. `shopFen` is what the shop has given away, negative; the others are a referrer's. */
export const CommissionAccount = z.object({
  shopId: ShopId,
  /** Whose; absent on a part of the shop's own. */
  referrerId: CustomerId.exactOptional(),
  shopFen: z.int().default(0),
  pendingFen: z.int().default(0),
  availableFen: z.int().default(0),
  heldFen: z.int().default(0),
  inTransitFen: z.int().default(0),
  paidOutFen: z.int().default(0),
})
export type CommissionAccount = z.infer<typeof CommissionAccount>

const accountPk = (shopId: string, owner: string) => `ACCOUNT#${shopId}#${owner}`
const accountKey = (shopId: string, owner: string): Key => ({
  table: 'referrals',
  pk: accountPk(shopId, owner),
  sk: 'BALANCE',
})
const ownerOf = (referrerId: string) => `REFERRER#${referrerId}`
const placeInShop = (shopId: string, owner: string) => ({ accountsPk: `SHOP#${shopId}`, accountsSk: owner })

/**
 * The writes of entries that one decision made: each entry, created once; the accounts that they are of, each at the
 * version that was read, so that every entry knows the balances after it; and what the shop's own account moves.
 * @param decidedOn the account that the decision looked at, where it did: the writes hold it to that.
 */
export async function ledgerWrites(
  db: Reader,
  entries: readonly LedgerEntry[],
  decidedOn?: ReferrerAccount,
): Promise<Write[]> {
  const referrers = new Map(entries.map((entry) => [entry.referrerId, entry.shopId]))
  const writes: Write[] = []
  for (const [referrerId, shopId] of referrers) {
    const isRead = decidedOn?.referrerId === referrerId
    const account = isRead ? decidedOn : await loadAccount(db, shopId, referrerId)
    writes.push(
      ...accountWrites(
        account,
        entries.filter((entry) => entry.referrerId === referrerId),
      ),
    )
  }
  return [...writes, ...shopAccountWrites(entries)]
}

function accountWrites(before: ReferrerAccount, entries: readonly LedgerEntry[]): Write[] {
  const { shopId, referrerId } = before
  const owner = ownerOf(referrerId)
  let account = before
  const writes = entries.map((entry): Write => {
    const { account: after, booked } = bookEntry(account, entry)
    account = after
    const place = { entriesPk: accountPk(shopId, owner), entriesSk: entrySk(booked.number) }
    const attributes = { ...booked, ...place }
    return { kind: 'create', name: `entry ${entry.entryId}`, key: entryKey(entry), attributes }
  })
  const name = `account ${owner}`
  const key = accountKey(shopId, owner)
  const attributes = { ...account, ...placeInShop(shopId, owner) }
  const balance: Write =
    before.version === 0
      ? { kind: 'create', name, key, attributes }
      : { kind: 'replace', name, key, attributes, atVersion: before.version }
  return [...writes, balance]
}

const entrySk = (number: number) => String(number).padStart(entryNumberDigits, '0')

/** Who moves the shop's own account all at once adds to a part of it, which no entry needs to know. */
function shopAccountWrites(entries: readonly LedgerEntry[]): Write[] {
  const moves = new Map<string, { readonly shopId: ShopId; readonly shopFen: number }>()
  for (const entry of entries) {
    const owner = `SHOP#${shardOf('orderId' in entry ? entry.orderId : entry.payoutId, shopAccountParts)}`
    const shopFen = (moves.get(owner)?.shopFen ?? 0) + shopMoveFen(entry)
    moves.set(owner, { shopId: entry.shopId, shopFen })
  }
  return [...moves].flatMap(([owner, { shopId, shopFen }]): Write[] => {
    if (shopFen === 0) return []
    const set = { shopId, ...placeInShop(shopId, owner) }
    const key = accountKey(shopId, owner)
    return [{ kind: 'update', name: `account ${owner}`, key, set, add: { shopFen } }]
  })
}

/** A referrer's account in a shop; zero where nothing was ever booked. */
export async function loadAccount(db: Reader, shopId: ShopId, referrerId: CustomerId): Promise<ReferrerAccount> {
  const item = await db.get(accountKey(shopId, ownerOf(referrerId)))
  return item === undefined ? newAccount(shopId, referrerId) : ReferrerAccount.parse(item)
}

/** All accounts of a shop: the referrers', then the parts of the shop's own. From an index: a moment behind. */
export async function listAccounts(db: Reader, shopId: string, page: PageQuery) {
  const range = { table: 'referrals', index: 'accounts', pk: `SHOP#${shopId}` } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { accounts: items.map((item) => CommissionAccount.parse(item)), ...rest }
}

/** The entries of a referrer's account in a shop, the latest first unless `isOldestFirst`. From an index: a moment behind. */
export async function listEntries(
  db: Reader,
  { shopId, referrerId }: Pick<ReferrerAccount, 'shopId' | 'referrerId'>,
  page: PageQuery,
  isOldestFirst = false,
) {
  const pk = accountPk(shopId, ownerOf(referrerId))
  const range = { table: 'referrals', index: 'entries', pk, newestFirst: !isOldestFirst } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { entries: items.map((item) => BookedEntry.parse(item)), ...rest }
}
