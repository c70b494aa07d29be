import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { sumFen } from '../shared/fen.ts'
import { CustomerId, OrderId, PayoutId, RefundNo, ShopId } from '../shared/ids.ts'
import { lineOfText } from '../shared/text.ts'
import { Moment } from '../shared/time.ts'
import { HoldReason } from './hold-reason.ts'

/** What a referrer's account is made of. Pending: until the sale is completed; available: their own, below zero where more
 *  went back than was left; held: until somebody has decided; in transit: in a payout under way; paid out: gone to them. */
export const balanceKinds = ['pending', 'available', 'held', 'inTransit', 'paidOut'] as const
export type BalanceKind = (typeof balanceKinds)[number]

/** Whose money it is: `shop` is what the shop has given away, all others are a referrer's. */
export const LedgerAccount = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shop') }),
  z.object({ kind: z.enum(balanceKinds), referrerId: CustomerId }),
])
export type LedgerAccount = z.infer<typeof LedgerAccount>

export const Posting = z.object({ account: LedgerAccount, amountFen: z.int() })
export type Posting = z.infer<typeof Posting>

/** Why somebody moved commission by hand: the referrer reads it in the statement. */
export const LedgerReason = lineOfText.min(1).max(200)

const about = {
  entryId: z.string(),
  shopId: ShopId,
  referrerId: CustomerId,
  /** Commission that the entry is about, in fen. */
  amountFen: z.int().min(1),
  postings: z.array(Posting).min(2),
  at: Moment,
  /** The words of whoever decided it. */
  reason: LedgerReason.exactOptional(),
}
const orderEntry = {
  ...about,
  kind: z.enum(['accrued', 'released', 'reversed', 'held', 'cleared', 'forfeited', 'reattributed']),
  orderId: OrderId,
  /** Earned as the introducer of the order's referrer; absent: as its referrer. */
  level: z.literal('second').exactOptional(),
  /** The refund that a reversal is for: one each. */
  refundNo: RefundNo.exactOptional(),
  holdReason: HoldReason.exactOptional().meta({
    description: 'Why it was kept back; `reason` says the same in the language of the request.',
  }),
}
const payoutEntry = {
  ...about,
  kind: z.enum(['payout_reserved', 'payout_paid', 'payout_returned']),
  payoutId: PayoutId,
}

const balances = {
  pendingFen: z.int(),
  availableFen: z.int(),
  heldFen: z.int(),
  inTransitFen: z.int(),
  paidOutFen: z.int(),
}
export const Balances = z.object(balances)
export type Balances = z.infer<typeof Balances>
export const noBalances: Balances = { pendingFen: 0, availableFen: 0, heldFen: 0, inTransitFen: 0, paidOutFen: 0 }

/** One entry of the ledger: about a sale or a payout, and nothing else can be. Its postings sum to zero; it is written once
 *  and never changed. */
export const LedgerEntry = z.discriminatedUnion('kind', [z.object(orderEntry), z.object(payoutEntry)])
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** Its place in the referrer's account, and the balances as they stood after it. */
const place = { number: z.int().min(1), balances: Balances }
export const BookedEntry = z.discriminatedUnion('kind', [
  z.object({ ...orderEntry, ...place }),
  z.object({ ...payoutEntry, ...place }),
])
export type BookedEntry = z.infer<typeof BookedEntry>

/** A referrer's account in a shop. Its version is the number of its entries. */
export const ReferrerAccount = z.object({
  shopId: ShopId,
  referrerId: CustomerId,
  ...balances,
  version: z.int().min(0),
})
export type ReferrerAccount = z.infer<typeof ReferrerAccount>

export const newAccount = (shopId: ShopId, referrerId: CustomerId): ReferrerAccount => ({
  ...{ shopId, referrerId, ...noBalances },
  version: 0,
})

/** What an entry moves in the referrer's account, by balance. */
const moveOf = (entry: LedgerEntry, balanceKind: BalanceKind) =>
  sumFen(entry.postings.filter(({ account }) => account.kind === balanceKind).map(({ amountFen }) => amountFen))

/** What an entry moves in the shop's own account. */
export const shopMoveFen = (entry: LedgerEntry): number =>
  sumFen(entry.postings.filter(({ account }) => account.kind === 'shop').map(({ amountFen }) => amountFen))

/** The account after one more entry, and the entry with its place in it. */
export function bookEntry(
  account: ReferrerAccount,
  entry: LedgerEntry,
): { readonly account: ReferrerAccount; readonly booked: BookedEntry } {
  const isOfAccount = ({ account: each }: Posting) => each.kind === 'shop' || each.referrerId === account.referrerId
  assert(entry.shopId === account.shopId && entry.postings.every(isOfAccount), 'an entry is of one account')
  assert(sumFen(entry.postings.map(({ amountFen }) => amountFen)) === 0, 'postings of an entry sum to zero')
  const after: Balances = {
    pendingFen: account.pendingFen + moveOf(entry, 'pending'),
    availableFen: account.availableFen + moveOf(entry, 'available'),
    heldFen: account.heldFen + moveOf(entry, 'held'),
    inTransitFen: account.inTransitFen + moveOf(entry, 'inTransit'),
    paidOutFen: account.paidOutFen + moveOf(entry, 'paidOut'),
  }
  assert(Object.values(after).every(Number.isSafeInteger), 'balances stay exact')
  assert(after.inTransitFen >= 0 && after.paidOutFen >= 0, 'no more is paid out than was set aside')
  assert(entry.kind !== 'payout_reserved' || after.availableFen >= 0, 'no payout draws what is not there')
  const version = account.version + 1
  return { account: { ...account, ...after, version }, booked: { ...entry, number: version, balances: after } }
}
