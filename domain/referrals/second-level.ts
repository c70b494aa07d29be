import * as z from 'zod'
import { SecondLevelRateBps } from '../shared/fen.ts'
import { CustomerId } from '../shared/ids.ts'
import type { AttributionReceipt } from './attribution.ts'

/** What the introducer of an order's referrer earns on it, where a deployment and its shop allow that. It has no second of
 *  its own: a third level cannot be written. */
export const SecondTerms = z.object({
  referrerId: CustomerId,
  /** Of each line that earns, beside the direct referrer's rate. */
  rateBps: SecondLevelRateBps.min(1),
})
export type SecondTerms = z.infer<typeof SecondTerms>

/** Whoever introduced the referrer whom an order is credited to. */
export type Introducer = {
  readonly customerId: CustomerId
  readonly isStaff: boolean
  /** That introduction credits nobody: they have left, were suspended, or came back after it. */
  readonly isVoid?: boolean
}

/**
 * The second level's terms of an order. Never the buyer, the direct referrer, one of the shop's own people or who takes no
 * part in referrals; and nobody's introducer further up is asked.
 * @param introducer who introduced the winner of the receipt to the shop; undefined: nobody.
 * @param rateBps the shop's; 0: it pays none.
 */
export function secondTerms(
  { winner }: Pick<AttributionReceipt, 'winner'>,
  buyerId: CustomerId,
  introducer: Introducer | undefined,
  rateBps: number,
): SecondTerms | null {
  if (!winner || !introducer || introducer.isStaff || introducer.isVoid || rateBps === 0) return null
  const { customerId: referrerId } = introducer
  if (referrerId === buyerId || referrerId === winner.referrerId) return null
  return { referrerId, rateBps }
}
