import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { shareOfFen, sumFen } from '../shared/fen.ts'
import { CustomerId, OrderId, ShopId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'
import type { CommissionTerms } from './attribution.ts'

/** f(net paid, frozen terms): what an order's commission is in all, in fen. The remainder of the division stays with the
 *  shop. Every entry of an order is a difference of two values of it, so entries always sum to it exactly. */
export const commissionFen = (netPaidFen: number, terms: CommissionTerms): number =>
  shareOfFen(netPaidFen, terms.rateBps)

/** Whose money it is. `shop`: what the shop has given away; `pending`: a referrer's, until the sale is completed;
 *  `available`: a referrer's own. */
export const LedgerAccount = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shop') }),
  z.object({ kind: z.literal('pending'), referrerId: CustomerId }),
  z.object({ kind: z.literal('available'), referrerId: CustomerId }),
])
export type LedgerAccount = z.infer<typeof LedgerAccount>

export const Posting = z.object({ account: LedgerAccount, amountFen: z.int() })
export type Posting = z.infer<typeof Posting>

/** One entry of the ledger. Its postings sum to zero; it is written once and never changed. */
export const LedgerEntry = z.object({
  entryId: z.string(),
  kind: z.enum(['accrued', 'released']),
  shopId: ShopId,
  orderId: OrderId,
  referrerId: CustomerId,
  /** Commission that the entry is about, in fen. */
  amountFen: z.int().min(1),
  postings: z.array(Posting).min(2),
  at: Moment,
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

type Sale = {
  readonly shopId: LedgerEntry['shopId']
  readonly orderId: LedgerEntry['orderId']
  readonly netPaidFen: number
  readonly commission: CommissionTerms | null
}

/** What an order's event books: accrual when it is paid, release when it is completed; nothing without a referrer
 *  or where the share is under one fen. The two may arrive in either order: they only add to accounts. */
export function bookCommission(
  event: Sale & { readonly type: 'order_paid' | 'order_completed'; readonly at: string },
): LedgerEntry | undefined {
  if (!event.commission) return undefined
  const { referrerId } = event.commission
  const amountFen = commissionFen(event.netPaidFen, event.commission)
  if (amountFen === 0) return undefined
  const pending = { kind: 'pending', referrerId } as const
  const [kind, from, to] =
    event.type === 'order_paid'
      ? (['accrued', { kind: 'shop' }, pending] as const)
      : (['released', pending, { kind: 'available', referrerId }] as const)
  const postings = [
    { account: from, amountFen: -amountFen },
    { account: to, amountFen },
  ]
  assert(sumFen(postings.map((posting) => posting.amountFen)) === 0, 'postings of an entry sum to zero')
  const { shopId, orderId, at } = event
  return { entryId: `${orderId}#${kind}`, kind, shopId, orderId, referrerId, amountFen, postings, at }
}
