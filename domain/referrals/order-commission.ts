import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { sumFen } from '../shared/fen.ts'
import { CustomerId, OrderId, RefundNo, ShopId } from '../shared/ids.ts'
import type { CommissionRates, CommissionTerms } from './attribution.ts'
import { commissionFen, type EarningLine, type RefundedLine, secondCommissionFen, withRefunded } from './commission.ts'
import type { HoldReason } from './hold-reason.ts'
import type { BalanceKind, LedgerEntry, Posting } from './ledger.ts'

/** WeChat gives no more refunds of one payment. */
const refundsMax = 50

/**
 * The commission of one order, of one who earns on it. Every event adds its own part of f and sets its own mark, so events
 * may come in any order; where the money is follows from the marks. It is its own claim: what it has taken in changes it no
 * second time.
 */
export const OrderCommission = z.object({
  shopId: ShopId,
  orderId: OrderId,
  /** Of the introducer of the order's referrer; absent: of the referrer. There is no third. */
  level: z.literal('second').exactOptional(),
  /** Who is credited; null: nobody, and f is kept all the same, for whom a dispute may credit later. */
  referrerId: CustomerId.nullable(),
  /** Sum of the parts taken in so far; f of what is kept, once all events have come. Below zero only where a refund came first. */
  accruedFen: z.int(),
  isPaid: z.boolean(),
  isCompleted: z.boolean(),
  /** Refunds taken in, sorted. */
  refundNos: z.array(RefundNo).max(refundsMax),
  /** held: until somebody decides, however long; forfeited: the shop's again. */
  hold: z.enum(['none', 'held', 'forfeited']),
  version: z.int().min(1),
})
export type OrderCommission = z.infer<typeof OrderCommission>
type Level = OrderCommission['level']

/** What a step comes to: the state, and the entries that say where commission has moved. One transaction writes both. */
export type CommissionStep = {
  readonly before: OrderCommission | undefined
  readonly after: OrderCommission
  readonly entries: readonly LedgerEntry[]
}

type Sale = {
  readonly shopId: ShopId
  readonly orderId: OrderId
  readonly lines: readonly EarningLine[]
  readonly commission: Pick<CommissionTerms, 'referrerId' | 'second'> | null
  readonly commissionRates: CommissionRates
  readonly at: string
}
/** The events of an order that move commission. */
export type SaleEvent =
  | (Sale & { readonly type: 'order_paid' | 'order_completed' })
  | (Sale & {
      readonly type: 'order_refunded'
      readonly refundNo: RefundNo
      readonly refundedLines: readonly RefundedLine[]
    })

/** f of one who earns. */
const earnedFen = ({ commission, commissionRates }: SaleEvent, level: Level, lines: readonly EarningLine[]) =>
  level === 'second'
    ? secondCommissionFen(lines, commissionRates, commission?.second?.rateBps ?? 0)
    : commissionFen(lines, commissionRates)

/** Takes in one event of the order; undefined where it was taken in before. */
export function noteSale(
  before: OrderCommission | undefined,
  event: SaleEvent,
  level?: Level,
): CommissionStep | undefined {
  const { shopId, orderId, at, lines } = event
  const state = before ?? unheardOf(event, level)
  assert(state.orderId === orderId && state.shopId === shopId, 'an event is of its own order')
  switch (event.type) {
    case 'order_paid': {
      if (state.isPaid) return undefined
      const accruedFen = state.accruedFen + earnedFen(event, level, lines)
      return step(before, { ...state, isPaid: true, accruedFen }, { kind: 'accrued', at })
    }
    case 'order_completed':
      return state.isCompleted ? undefined : step(before, { ...state, isCompleted: true }, { kind: 'released', at })
    case 'order_refunded': {
      const { refundNo, refundedLines } = event
      if (state.refundNos.includes(refundNo)) return undefined
      const beforeFen = earnedFen(event, level, withRefunded(lines, refundedLines))
      const accruedFen = state.accruedFen + earnedFen(event, level, lines) - beforeFen
      const refundNos = [...state.refundNos, refundNo].toSorted()
      return step(before, { ...state, accruedFen, refundNos }, { kind: 'reversed', refundNo, at })
    }
  }
}

/** An order before its first event here. */
const unheardOf = ({ shopId, orderId, commission }: Sale, level: Level): OrderCommission => ({
  ...{ shopId, orderId, ...(level ? { level } : {}) },
  referrerId: (level === 'second' ? commission?.second : commission)?.referrerId ?? null,
  ...{ accruedFen: 0, isPaid: false, isCompleted: false, refundNos: [], hold: 'none', version: 0 },
})

/** Why somebody moved commission by hand. `decisionId` makes it one entry for ever. */
export type Decided = { readonly decisionId: string; readonly reason: string; readonly at: string }
/** Why it is kept back until somebody decides. */
export type KeptBack = Pick<Decided, 'decisionId' | 'at'> & { readonly holdReason: HoldReason }

/** Keeps an order's commission back, clears it, or gives it back to the shop; undefined where it is so already. What has
 *  been forfeited stays so. */
export function changeHold(
  before: OrderCommission,
  hold: OrderCommission['hold'],
  decided: Decided | KeptBack,
): CommissionStep | undefined {
  if (before.hold === hold || before.hold === 'forfeited') return undefined
  const kind = ({ held: 'held', none: 'cleared', forfeited: 'forfeited' } as const)[hold]
  return step(before, { ...before, hold }, { kind, ...decided })
}

/** A step, and what it led to kept back in the same transaction. */
export function thenHold(step: CommissionStep, keptBack: KeptBack): CommissionStep {
  const held = changeHold(step.after, 'held', keptBack)
  return held ? { before: step.before, after: held.after, entries: [...step.entries, ...held.entries] } : step
}

/** Credits another referrer, or nobody, with what the order earns, now and with what is still to come. */
export function reattribute(
  before: OrderCommission,
  referrerId: CustomerId | null,
  decided: Decided,
): CommissionStep | undefined {
  if (before.referrerId === referrerId) return undefined
  return step(before, { ...before, referrerId }, { kind: 'reattributed', ...decided })
}

/** Which balance the commission of an order is in. */
export function balanceOf({ hold, isCompleted }: OrderCommission): BalanceKind | undefined {
  if (hold === 'forfeited') return undefined
  if (hold === 'held') return 'held'
  return isCompleted ? 'available' : 'pending'
}

type Cause = { readonly kind: OrderEntryKind; readonly refundNo?: RefundNo; readonly at: string } & Partial<
  Decided & KeptBack
>
type OrderEntryKind = Extract<LedgerEntry, { orderId: OrderId }>['kind']

/** The step from one state to the next, with an entry for each referrer whose position it changes. */
function step(before: OrderCommission | undefined, changed: OrderCommission, cause: Cause): CommissionStep {
  const after = { ...changed, version: changed.version + 1 }
  const referrers = new Set([before?.referrerId, after.referrerId].filter((id) => id !== null && id !== undefined))
  const entries = [...referrers].flatMap((referrerId) => {
    const was = before?.referrerId === referrerId ? before : undefined
    const is = after.referrerId === referrerId ? after : undefined
    return entryOf(after, referrerId, movesBetween(was, is), cause)
  })
  return { before, after, entries }
}

/** positions(after) − positions(before) of one referrer, by balance. */
function movesBetween(before: OrderCommission | undefined, after: OrderCommission | undefined) {
  const moves = new Map<BalanceKind, number>()
  const add = (state: OrderCommission | undefined, sign: 1 | -1) => {
    const balance = state && balanceOf(state)
    if (balance) moves.set(balance, (moves.get(balance) ?? 0) + sign * state.accruedFen)
  }
  add(before, -1)
  add(after, 1)
  return [...moves].filter(([, fen]) => fen !== 0)
}

/** The entry of one referrer; none where nothing moves. What the balances gain or lose comes from or goes to the shop. */
function entryOf(
  { shopId, orderId, level }: OrderCommission,
  referrerId: CustomerId,
  moves: readonly (readonly [BalanceKind, number])[],
  { kind, refundNo, at, decisionId, ...why }: Cause,
): LedgerEntry[] {
  if (moves.length === 0) return []
  const shopFen = 0 - sumFen(moves.map(([, fen]) => fen))
  const postings: Posting[] = moves.map(([balance, amountFen]) => ({
    account: { kind: balance, referrerId },
    amountFen,
  }))
  if (shopFen !== 0) postings.unshift({ account: { kind: 'shop' }, amountFen: shopFen })
  const amountFen = sumFen(postings.map((posting) => Math.max(0, posting.amountFen)))
  // A decision that moves commission from one referrer to another is an entry for each of them.
  const cause = kind === 'reattributed' ? `${decisionId}#${referrerId}` : (refundNo ?? decisionId)
  const entryId = [orderId, ...(level ? [level] : []), kind, ...(cause === undefined ? [] : [cause])].join('#')
  const about = { entryId, kind, shopId, orderId, referrerId, amountFen, postings, at, ...(level ? { level } : {}) }
  return [{ ...about, ...(refundNo === undefined ? {} : { refundNo }), ...why }]
}
