import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { PositiveFen } from '../shared/fen.ts'
import { CustomerId, PayoutId, ShopId } from '../shared/ids.ts'
import { Moment, TimeZone } from '../shared/time.ts'
import { type LedgerEntry, LedgerReason } from './ledger.ts'

/** WeChat's `out_bill_no`: digits and letters only, ours and not the caller's, since it is unique per merchant number. */
export const TransferNo = z.string().regex(/^trf[0-7][0-9A-HJKMNP-TV-Z]{25}$/)

/** A recipient's name as only WeChat can read it, and the serial of the key of WeChat's that it was sealed with. */
export const SealedName = z.object({ serial: z.string(), text: z.string() })

/** What was asked for, once and for ever: WeChat is asked under one number with the same parameters in every retry. */
export const PayoutTerms = z.object({
  payoutId: PayoutId,
  shopId: ShopId,
  referrerId: CustomerId,
  amountFen: PositiveFen,
  transferNo: TransferNo,
  appId: z.string(),
  /** The merchant number that asks: the service provider's in partner mode. */
  mchid: z.string(),
  /** The shop's own, whose money it is, in partner mode. */
  subMchid: z.string().exactOptional(),
  openid: z.string(),
  sealedName: SealedName.exactOptional(),
  /** Of the shop: its calendar says which year a payout is of. */
  timeZone: TimeZone,
  requestHash: z.string(),
  requestedAt: Moment,
})
export type PayoutTerms = z.infer<typeof PayoutTerms>

/** At WeChat, or on its way there. */
const underWay = {
  /** How often a function has set out to ask WeChat. It counts before it asks, so that 0 means: nobody ever asked. */
  attempts: z.int().min(0),
  nextAttemptAt: Moment,
  /** The referrer wants it no more. */
  isCancelling: z.boolean(),
}
const ended = { endedAt: Moment }
const state = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object({ ...PayoutTerms.shape, ...shape, version: z.int().min(1) })

/** requested: the owner decides · sending: WeChat is to be asked · waiting: WeChat has it, and the user confirms by the
 *  package · then one last word. Except for `paid`, the money is available again. */
export const Payout = z.discriminatedUnion('status', [
  state({ status: z.literal('requested') }),
  state({
    status: z.literal('sending'),
    ...underWay,
    /** WeChat's code of a refusal: before the money is given back, a query must find nothing under the number. */
    refusedAs: z.string().exactOptional(),
  }),
  state({
    status: z.literal('waiting'),
    ...underWay,
    /** For `wx.requestMerchantTransfer`; absent while WeChat does not wait for the user. */
    packageInfo: z.string().exactOptional(),
  }),
  state({ status: z.literal('paid'), ...ended }),
  state({ status: z.literal('failed'), ...ended, failure: z.string() }),
  state({ status: z.literal('expired'), ...ended }),
  state({ status: z.literal('cancelled'), ...ended }),
  state({ status: z.literal('rejected'), ...ended, reason: LedgerReason }),
])
export type Payout = z.infer<typeof Payout>
export type PayoutIn<Status extends Payout['status']> = Extract<Payout, { status: Status }>
export type PayoutUnderWay = PayoutIn<'sending' | 'waiting'>

/** A payout that has changed, and what that books. */
export type PayoutStep = { readonly after: Payout; readonly entries: readonly LedgerEntry[] }

/** When WeChat is to be asked next; undefined where it is not up to WeChat. */
export const dueAt = (payout: Payout): string | undefined =>
  payout.status === 'sending' || payout.status === 'waiting' ? payout.nextAttemptAt : undefined

/** A step that moves no money. */
export const moved = (after: Payout): PayoutStep => ({ after: { ...after, version: after.version + 1 }, entries: [] })

type Ending =
  | { readonly status: 'paid' | 'expired' | 'cancelled' }
  | { readonly status: 'failed'; readonly failure: string }
  | { readonly status: 'rejected'; readonly reason: string }

/** The last word on a payout: the money is gone to the referrer, or available to them again. */
export function endPayout(payout: Payout, ending: Ending, now: string): PayoutStep {
  assert(payout.status === 'requested' || dueAt(payout) !== undefined, 'a payout ends once')
  const terms = PayoutTerms.parse(payout)
  const after: Payout = { ...terms, ...ending, endedAt: now, version: payout.version + 1 }
  const reason = ending.status === 'rejected' ? { reason: ending.reason } : {}
  const kind = ending.status === 'paid' ? 'payout_paid' : 'payout_returned'
  return { after, entries: [{ ...payoutEntry(terms, kind, now), ...reason }] }
}

/** Each kind once a payout. */
export function payoutEntry(
  { payoutId, shopId, referrerId, amountFen }: PayoutTerms,
  kind: Extract<LedgerEntry, { payoutId: PayoutId }>['kind'],
  at: string,
): LedgerEntry {
  const [from, to] = (
    {
      payout_reserved: ['available', 'inTransit'],
      payout_paid: ['inTransit', 'paidOut'],
      payout_returned: ['inTransit', 'available'],
    } as const
  )[kind]
  const postings = [
    { account: { kind: from, referrerId }, amountFen: -amountFen },
    { account: { kind: to, referrerId }, amountFen },
  ]
  return { entryId: `${payoutId}#${kind}`, kind, shopId, payoutId, referrerId, amountFen, postings, at }
}
