import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { shareOfFen, sumFen } from '../shared/fen.ts'
import { CustomerId, OrderId, RefundNo, ShopId } from '../shared/ids.ts'
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
  kind: z.enum(['accrued', 'released', 'reversed']),
  shopId: ShopId,
  orderId: OrderId,
  referrerId: CustomerId,
  /** The refund that a reversal is for: one each. */
  refundNo: RefundNo.exactOptional(),
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

type SaleEvent =
  | (Sale & { readonly type: 'order_paid' | 'order_completed'; readonly at: string })
  | (Sale & {
      readonly type: 'order_refunded'
      readonly at: string
      readonly refundNo: RefundNo
      readonly netPaidBeforeFen: number
      readonly wasCompleted: boolean
    })

/**
 * What an order's event books: accrual when it is paid, release when it is completed, reversal of a refund's part at the
 * frozen rate, from where the commission is by then: what is available may go below zero, to be carried. Nothing without a
 * referrer or where the share is under one fen. Each entry is made of its own event alone and only adds to accounts, so
 * the events may arrive in any order.
 */
export function bookCommission(event: SaleEvent): LedgerEntry | undefined {
  if (!event.commission) return undefined
  const { kind, from, to, amountFen } = booking(event, event.commission)
  if (amountFen === 0) return undefined
  const postings = [
    { account: from, amountFen: -amountFen },
    { account: to, amountFen },
  ]
  assert(sumFen(postings.map((posting) => posting.amountFen)) === 0, 'postings of an entry sum to zero')
  const { shopId, orderId, at } = event
  const { referrerId } = event.commission
  const about = { shopId, orderId, referrerId, amountFen, postings, at }
  if (event.type !== 'order_refunded') return { entryId: `${orderId}#${kind}`, kind, ...about }
  const { refundNo } = event
  return { entryId: `${orderId}#${kind}#${refundNo}`, kind, refundNo, ...about }
}

type Booking = Pick<LedgerEntry, 'kind' | 'amountFen'> & { readonly from: LedgerAccount; readonly to: LedgerAccount }

function booking(event: SaleEvent, terms: CommissionTerms): Booking {
  const { referrerId } = terms
  const shop = { kind: 'shop' } as const
  const pending = { kind: 'pending', referrerId } as const
  const available = { kind: 'available', referrerId } as const
  const amountFen = commissionFen(event.netPaidFen, terms)
  switch (event.type) {
    case 'order_paid':
      return { kind: 'accrued', from: shop, to: pending, amountFen }
    case 'order_completed':
      return { kind: 'released', from: pending, to: available, amountFen }
    case 'order_refunded': {
      const reversedFen = commissionFen(event.netPaidBeforeFen, terms) - amountFen
      return { kind: 'reversed', from: event.wasCompleted ? available : pending, to: shop, amountFen: reversedFen }
    }
  }
}
