import * as z from 'zod'
import { type Refusal, refused } from '../shared/decision.ts'
import { CustomerId, HoldDecisionId, OrderId, ShopId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'
import { FraudSignal } from './fraud.ts'
import { LedgerReason } from './ledger.ts'

/** At payment and at completion a sale is looked at, so it is held twice at most. */
const decisionsMax = 2
/** One of each kind, of each who earns on an order. */
const signalsMax = 2 * FraudSignal.shape.code.options.length

/** cleared: it goes where it would have gone. forfeited: it is the shop's again, for ever. */
const HoldVerdict = z.enum(['cleared', 'forfeited'])

export const HoldDecision = z.object({
  decisionId: HoldDecisionId,
  verdict: HoldVerdict,
  /** The referrer reads it in the statement. */
  reason: LedgerReason,
  by: CustomerId,
  at: Moment,
})
export type HoldDecision = z.infer<typeof HoldDecision>

/** Why the commission of an order is kept back, and what was decided. No deadline: while nobody decides it stays held. */
export const CommissionHold = z.object({
  shopId: ShopId,
  orderId: OrderId,
  /** Who was credited when it was held. */
  referrerId: CustomerId,
  status: z.enum(['held', ...HoldVerdict.options]),
  heldAt: Moment,
  signals: z.array(FraudSignal).min(1).max(signalsMax),
  decisions: z.array(HoldDecision).max(decisionsMax),
  version: z.int().min(1),
})
export type CommissionHold = z.infer<typeof CommissionHold>

type Holding = Pick<CommissionHold, 'shopId' | 'orderId' | 'referrerId'> & {
  readonly signals: readonly FraudSignal[]
  readonly now: string
}

/** The hold with what was found; undefined where nothing speaks against the sale that was not there before. What somebody
 *  has looked at and cleared is not held for the same again. */
export function holdFor(before: CommissionHold | undefined, holding: Holding): CommissionHold | undefined {
  const { signals, now, ...about } = holding
  const known = before?.signals ?? []
  const news = signals.filter(({ code, level }) => !known.some((sign) => sign.code === code && sign.level === level))
  if (news.length === 0 || before?.status === 'forfeited') return undefined
  if (!before) return { ...about, status: 'held', heldAt: now, signals: news, decisions: [], version: 1 }
  const heldAt = before.status === 'held' ? before.heldAt : now
  return { ...before, status: 'held', heldAt, signals: [...before.signals, ...news], version: before.version + 1 }
}

export type DecideHoldRefusal = Refusal<'hold_already_decided' | 'decision_id_reused'>

/**
 * The owner's decision; `changed` is false where it is the same one sent again. Refuses `decision_id_reused` for an id
 * that was given to something else, and `hold_already_decided` where nothing is held.
 */
export function decideHold(
  before: CommissionHold,
  decision: HoldDecision,
):
  | { readonly ok: true; readonly hold: CommissionHold; readonly changed: boolean }
  | { readonly ok: false; readonly refusal: DecideHoldRefusal } {
  const same = before.decisions.find(({ decisionId }) => decisionId === decision.decisionId)
  if (same) {
    const isSame = same.verdict === decision.verdict && same.reason === decision.reason
    return isSame ? { ok: true, hold: before, changed: false } : refused('decision_id_reused', 'body.decisionId')
  }
  if (before.status !== 'held') return refused('hold_already_decided')
  const decisions = [...before.decisions, decision]
  return {
    ok: true,
    hold: { ...before, status: decision.verdict, decisions, version: before.version + 1 },
    changed: true,
  }
}
