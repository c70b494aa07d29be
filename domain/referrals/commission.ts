import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { sharesOfFen, sumFen } from '../shared/fen.ts'
import { CustomerId, OrderId, RefundNo, ShopId, type SkuId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'
import type { CommissionTerms } from './attribution.ts'

/** A line of a sale, and what is kept for it. */
type EarningLine = { readonly skuId: SkuId; readonly netFen: number }

/**
 * f(sale lines, frozen terms): what an order's commission is in all, in fen: each line at its own rate, rounded down once
 * for all of them, at most the cap. The remainder stays with the shop, and shipping earns nothing. Every entry of an
 * order is a difference of two values of it, so entries always sum to it exactly.
 */
export function commissionFen(lines: readonly EarningLine[], { rates, capFen }: CommissionTerms): number {
  const rateOf = (skuId: SkuId) => rates.find((rate) => rate.skuId === skuId)?.rateBps ?? 0
  const earnedFen = sharesOfFen(lines.map(({ skuId, netFen }) => ({ amountFen: netFen, rateBps: rateOf(skuId) })))
  return capFen === undefined ? earnedFen : Math.min(capFen, earnedFen)
}

/** The lines of a sale with what went back on them. */
const withRefunded = (lines: readonly EarningLine[], refunded: readonly RefundedLine[]): EarningLine[] =>
  lines.map(({ skuId, netFen }) => {
    const back = refunded.filter((line) => line.skuId === skuId).map(({ amountFen }) => amountFen)
    return { skuId, netFen: netFen + sumFen(back) }
  })

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

type RefundedLine = { readonly skuId: SkuId; readonly amountFen: number }
type Sale = {
  readonly shopId: LedgerEntry['shopId']
  readonly orderId: LedgerEntry['orderId']
  readonly lines: readonly EarningLine[]
  readonly commission: CommissionTerms | null
}

type SaleEvent =
  | (Sale & { readonly type: 'order_paid' | 'order_completed'; readonly at: string })
  | (Sale & {
      readonly type: 'order_refunded'
      readonly at: string
      readonly refundNo: RefundNo
      readonly refundedLines: readonly RefundedLine[]
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
  const amountFen = commissionFen(event.lines, terms)
  switch (event.type) {
    case 'order_paid':
      return { kind: 'accrued', from: shop, to: pending, amountFen }
    case 'order_completed':
      return { kind: 'released', from: pending, to: available, amountFen }
    case 'order_refunded': {
      const before = withRefunded(event.lines, event.refundedLines)
      const reversedFen = commissionFen(before, terms) - amountFen
      return { kind: 'reversed', from: event.wasCompleted ? available : pending, to: shop, amountFen: reversedFen }
    }
  }
}
