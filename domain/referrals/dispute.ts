import * as z from 'zod'
import type { Refusal } from '../shared/decision.ts'
import { AttributionDisputeId, CustomerId, OrderId, ShopId } from '../shared/ids.ts'
import { addDays, Moment } from '../shared/time.ts'
import type { AttributionReceipt } from './attribution.ts'
import { LedgerReason } from './ledger.ts'

/** After that long nobody remembers who told whom, and the commission has long been paid out. */
export const disputeDays = 30

const opened = {
  disputeId: AttributionDisputeId,
  shopId: ShopId,
  orderId: OrderId,
  /** Who says that the order is theirs. */
  referrerId: CustomerId,
  statement: LedgerReason,
  openedAt: Moment,
  version: z.int().min(1),
}
const answered = { answer: LedgerReason, answeredAt: Moment, answeredBy: CustomerId }

/** A referrer's word against the receipt of an order. Upheld: the receipt stands; reattributed: the order is theirs now. */
export const AttributionDispute = z.discriminatedUnion('status', [
  z.object({ status: z.literal('open'), ...opened }),
  z.object({ status: z.literal('upheld'), ...opened, ...answered }),
  z.object({ status: z.literal('reattributed'), ...opened, ...answered }),
])
export type AttributionDispute = z.infer<typeof AttributionDispute>

/** What of an order a dispute is about. */
export type DisputedOrder = {
  readonly shopId: ShopId
  readonly orderId: OrderId
  readonly customerId: CustomerId
  readonly placedAt: string
  readonly attribution: AttributionReceipt
  /** Who introduced the buyer to the shop. */
  readonly introducerId: CustomerId | undefined
  readonly isPaid: boolean
  /** Bought by the shop's own people, or no goods at all. */
  readonly excludedFromFigures: boolean
}

/** Whether somebody is on the receipt of an order: won it, lost it, or introduced the buyer. */
export const isOnReceipt = (
  { attribution, introducerId }: Pick<DisputedOrder, 'attribution' | 'introducerId'>,
  who: string,
): boolean =>
  attribution.winner?.referrerId === who ||
  introducerId === who ||
  attribution.losers.some(({ referrerId }) => referrerId === who)

export type OpenDispute = Pick<AttributionDispute, 'disputeId' | 'referrerId' | 'statement'>
export type OpenDisputeRefusal = Refusal<
  | 'not_on_receipt'
  | 'order_not_paid'
  | 'order_earns_nothing'
  | 'was_not_referring'
  | 'already_credited'
  | 'dispute_too_late'
  | 'already_disputed'
>

/**
 * Opens a dispute of somebody who is on the receipt. Refuses all others, the shop's own people too; an order that nobody has
 * paid; one's own purchase and those of the shop's own people, which earn nothing; an order that is theirs already; one for
 * which they took no part in referrals; more than `disputeDays` after it was placed; and a second dispute of one referrer.
 * @param creditedTo whose the order is now, after disputes before.
 */
export function openDispute(
  order: DisputedOrder,
  creditedTo: CustomerId | null,
  hasDisputed: boolean,
  { disputeId, referrerId, statement }: OpenDispute,
  now: string,
):
  | { readonly ok: true; readonly dispute: AttributionDispute }
  | { readonly ok: false; readonly refusal: OpenDisputeRefusal } {
  const refused = (code: OpenDisputeRefusal['code']) => ({ ok: false, refusal: { code } }) as const
  if (!isOnReceipt(order, referrerId)) return refused('not_on_receipt')
  if (!order.isPaid) return refused('order_not_paid')
  if (order.customerId === referrerId || order.excludedFromFigures) return refused('order_earns_nothing')
  if (creditedTo === referrerId) return refused('already_credited')
  if (tookNoPart(order.attribution, referrerId)) return refused('was_not_referring')
  if (now > addDays(order.placedAt, disputeDays)) return refused('dispute_too_late')
  if (hasDisputed) return refused('already_disputed')
  const { shopId, orderId } = order
  const about = { disputeId, shopId, orderId, referrerId, statement, openedAt: now }
  return { ok: true, dispute: { status: 'open', ...about, version: 1 } }
}

/** Whether all that the receipt has of somebody counted for nothing since they took no part in referrals. */
function tookNoPart({ winner, losers, introduction }: AttributionReceipt, who: CustomerId): boolean {
  if (winner?.referrerId === who) return false
  const own = losers.filter(({ referrerId }) => referrerId === who)
  return own.length > 0 ? own.every(({ reason }) => reason === 'not_referring') : introduction === 'not_referring'
}

export const DisputeAnswer = z.strictObject({ outcome: z.enum(['uphold', 'reattribute']), reason: LedgerReason })
export type DisputeAnswer = z.infer<typeof DisputeAnswer>

/** Answers a dispute, once. `undefined`: it has that very answer already; refuses another one. */
export function answerDispute(
  dispute: AttributionDispute,
  { outcome, reason }: DisputeAnswer,
  answeredBy: CustomerId,
  now: string,
):
  | { readonly ok: true; readonly dispute?: AttributionDispute }
  | { readonly ok: false; readonly refusal: Refusal<'dispute_answered'> } {
  const status = outcome === 'uphold' ? 'upheld' : 'reattributed'
  if (dispute.status !== 'open') {
    const isSame = dispute.status === status && dispute.answer === reason
    return isSame ? { ok: true } : { ok: false, refusal: { code: 'dispute_answered' } }
  }
  const { version } = dispute
  const answer = { status, answer: reason, answeredAt: now, answeredBy, version: version + 1 } as const
  return { ok: true, dispute: { ...dispute, ...answer } }
}
