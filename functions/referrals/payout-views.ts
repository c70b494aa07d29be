import * as z from 'zod'
import type { Payout } from '../../domain/referrals/payout.ts'
import { CustomerId, PayoutId } from '../../domain/shared/ids.ts'
import { Moment } from '../../domain/shared/time.ts'

/** A payout as its referrer and the owner see it: nothing of openid, name and numbers at WeChat. */
export const PayoutView = z.object({
  payoutId: PayoutId,
  referrerId: CustomerId,
  amountFen: z.int(),
  status: z.enum(['requested', 'sending', 'waiting', 'paid', 'failed', 'expired', 'cancelled', 'rejected']),
  isCancelling: z.boolean().exactOptional(),
  requestedAt: Moment,
  endedAt: Moment.exactOptional(),
  /** Why the owner did not agree. */
  reason: z.string().exactOptional(),
  /** WeChat's code of why it could not be paid. */
  failure: z.string().exactOptional(),
})

/** What the mini-program hands to `wx.requestMerchantTransfer`, while WeChat waits for the user. */
export const Confirmation = z.object({
  mchId: z.string(),
  subMchId: z.string().exactOptional(),
  appId: z.string(),
  package: z.string(),
})

/** Only the referrer gets it: whoever opens it on their phone is shown their transfer. */
const confirmationOf = (payout: Payout): z.infer<typeof Confirmation> | undefined => {
  if (payout.status !== 'waiting' || payout.packageInfo === undefined) return undefined
  const { mchid: mchId, subMchid, appId, packageInfo } = payout
  return { mchId, appId, package: packageInfo, ...(subMchid === undefined ? {} : { subMchId: subMchid }) }
}

export const MyPayout = PayoutView.extend({ confirmation: Confirmation.exactOptional() })

export function myPayout(payout: Payout): z.input<typeof MyPayout> {
  const confirmation = confirmationOf(payout)
  return confirmation === undefined ? payout : { ...payout, confirmation }
}
