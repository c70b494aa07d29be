import { type Decision, type Refusal, refused } from '../shared/decision.ts'
import { nameNeededFromFen } from '../shops/payout-settings.ts'
import type { ReferrerAccount } from './ledger.ts'
import { endPayout, moved, type Payout, type PayoutStep, type PayoutTerms, payoutEntry } from './payout.ts'

/** A step, or one reason why not. */
export type PayoutDecision<Code extends string> =
  | { readonly ok: true; readonly step: PayoutStep }
  | Extract<Decision<never, Refusal<Code>>, { ok: false }>

/** The shop's, for payouts. */
type Settings = { readonly payoutMinFen: number; readonly payoutMaxFen: number; readonly payoutApproval: boolean }

/**
 * Asks for a payout of available commission, which is set aside at once. Refuses amounts out of the shop's bounds, more
 * than is available, and what WeChat pays out to a named person only without the name.
 */
export function requestPayout(
  { account, settings }: { readonly account: ReferrerAccount; readonly settings: Settings },
  terms: PayoutTerms,
): PayoutDecision<'payout_too_small' | 'payout_too_large' | 'not_enough_commission' | 'recipient_name_needed'> {
  const { amountFen, requestedAt } = terms
  if (amountFen < settings.payoutMinFen) return refused('payout_too_small', 'body.amountFen')
  if (amountFen > settings.payoutMaxFen) return refused('payout_too_large', 'body.amountFen')
  if (amountFen > account.availableFen) return refused('not_enough_commission', 'body.amountFen')
  if (amountFen >= nameNeededFromFen && !terms.sealedName) return refused('recipient_name_needed', 'body.recipientName')
  const after: Payout = settings.payoutApproval
    ? { ...terms, status: 'requested', version: 1 }
    : { ...terms, ...toBeSent(requestedAt), version: 1 }
  return { ok: true, step: { after, entries: [payoutEntry(terms, 'payout_reserved', requestedAt)] } }
}

const toBeSent = (now: string) => ({ status: 'sending', attempts: 0, nextAttemptAt: now, isCancelling: false }) as const

/** The owner agrees; again, it is the same answer. Refuses a payout that has ended. */
export function approvePayout(payout: Payout, now: string): PayoutDecision<'payout_ended'> | 'approved' {
  if (payout.status === 'sending' || payout.status === 'waiting' || payout.status === 'paid') return 'approved'
  if (payout.status !== 'requested') return refused('payout_ended')
  return { ok: true, step: moved({ ...payout, ...toBeSent(now) }) }
}

/** The owner does not agree, and says why. Refuses a payout on which another word was said. */
export function rejectPayout(
  payout: Payout,
  reason: string,
  now: string,
): PayoutDecision<'payout_under_way' | 'payout_ended'> | 'rejected' {
  if (payout.status === 'rejected' && payout.reason === reason) return 'rejected'
  if (payout.status === 'sending' || payout.status === 'waiting') return refused('payout_under_way')
  if (payout.status !== 'requested') return refused('payout_ended')
  return { ok: true, step: endPayout(payout, { status: 'rejected', reason }, now) }
}

/** The referrer wants it no more. What WeChat may know of by now ends when WeChat has said so. */
export function cancelPayout(payout: Payout, now: string): PayoutDecision<'payout_ended'> | 'cancelled' {
  if (payout.status === 'cancelled') return 'cancelled'
  if (payout.status === 'requested' || (payout.status === 'sending' && payout.attempts === 0))
    return { ok: true, step: endPayout(payout, { status: 'cancelled' }, now) }
  if (payout.status !== 'sending' && payout.status !== 'waiting') return refused('payout_ended')
  return payout.isCancelling ? 'cancelled' : { ok: true, step: moved({ ...payout, isCancelling: true }) }
}
