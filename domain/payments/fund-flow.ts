import * as z from 'zod'
import { sumFen } from '../shared/fen.ts'
import type { BillRow } from './reconciliation.ts'

/** A line of WeChat's fund-flow bill: how an account moved; the amount in fen. */
export type Movement = {
  /** other: fees, withdrawals and whatever else is no customer's payment or refund. */
  readonly kind: 'payment' | 'refund' | 'other'
  readonly direction: 'in' | 'out'
  /** WeChat's number of the transaction, of a refund its own. Empty where WeChat gives none. */
  readonly businessNo: string
  readonly amountFen: number
}

/** A day of an account; not_permitted: WeChat does not show us the account. */
export type FundFlowBill =
  | { readonly kind: 'found'; readonly movements: readonly Movement[] }
  | { readonly kind: 'not_permitted' }

/**
 * not_moved: the trade bill has it and the account did not move by it. moved_twice: it moved more than once.
 * movement_differs: it moved by another amount or the other way. movement_unknown: it moved by a payment or a refund
 * that the trade bill does not have.
 */
const FundFlowDifferenceKind = z.enum(['not_moved', 'moved_twice', 'movement_differs', 'movement_unknown'])
const Side = z.object({ direction: z.enum(['in', 'out']), amountFen: z.int() })
export const FundFlowDifference = z.object({
  difference: FundFlowDifferenceKind,
  of: z.enum(['payment', 'refund']),
  /** WeChat's number of the transaction, of a refund its own. */
  businessNo: z.string(),
  paymentNo: z.string().exactOptional(),
  refundNo: z.string().exactOptional(),
  expected: Side.exactOptional(),
  moved: Side.exactOptional(),
})
export type FundFlowDifference = z.infer<typeof FundFlowDifference>

/** What moved on the day. The others' sums are of the whole account, which shops may share. */
export const FundFlow = z.object({
  status: z.enum(['held', 'not_permitted']),
  paidFen: z.int(),
  refundedFen: z.int(),
  otherInFen: z.int(),
  otherOutFen: z.int(),
})
export type FundFlow = z.infer<typeof FundFlow>

/**
 * Holds the fund flow against the trade bill, which is held against our book: so each of the three agrees with the others.
 * @param own the shop's lines of the trade bill.
 * @param foreign those of other shops of the account, whose movements are left to them.
 */
export function holdAgainstFundFlow(
  own: readonly BillRow[],
  foreign: readonly BillRow[],
  bill: FundFlowBill,
): { readonly fundFlow: FundFlow; readonly differences: readonly FundFlowDifference[] } {
  if (bill.kind === 'not_permitted') return { fundFlow: totals('not_permitted', []), differences: [] }
  const others = new Set(foreign.map(businessKey))
  const movements = bill.movements.filter((movement) => movement.kind === 'other' || !others.has(movementKey(movement)))
  const byKey = Map.groupBy(movements, movementKey)
  const named = new Set(own.map(businessKey))
  const unknown = movements.filter((movement) => movement.kind !== 'other' && !named.has(movementKey(movement)))
  const differences = [
    ...own.flatMap((row) => compare(row, byKey.get(businessKey(row)) ?? [])),
    ...unknown.flatMap(unknownMovement),
  ]
  return { fundFlow: totals('held', movements), differences }
}

const businessNoOf = ({ kind, transactionId, refundId = '' }: BillRow) =>
  kind === 'payment' ? transactionId : refundId
const businessKey = (row: BillRow) => `${row.kind} ${businessNoOf(row)}`
const movementKey = ({ kind, businessNo }: Movement) => `${kind} ${businessNo}`

function compare(row: BillRow, found: readonly Movement[]): FundFlowDifference[] {
  const { kind: of, outTradeNo, outRefundNo, amountFen, state } = row
  const refundNo = outRefundNo === undefined ? {} : { refundNo: outRefundNo }
  const about = { of, businessNo: businessNoOf(row), paymentNo: outTradeNo, ...refundNo } as const
  const expected = { direction: of === 'payment' ? 'in' : 'out', amountFen } as const
  const [first] = found
  // What has not succeeded may have moved already, or not yet.
  if (!first) return state === 'SUCCESS' ? [{ difference: 'not_moved', ...about, expected }] : []
  const isTwice = found.length > 1
  const wrong = found.find((each) => each.direction !== expected.direction || each.amountFen !== amountFen)
  return [
    ...(wrong ? [{ difference: 'movement_differs', ...about, expected, moved: sideOf(wrong) } as const] : []),
    ...(isTwice ? [{ difference: 'moved_twice', ...about, expected, moved: sideOf(first) } as const] : []),
  ]
}

const sideOf = ({ direction, amountFen }: Movement) => ({ direction, amountFen })

function unknownMovement(movement: Movement): FundFlowDifference[] {
  if (movement.kind === 'other') return []
  const { kind: of, businessNo } = movement
  return [{ difference: 'movement_unknown', of, businessNo, moved: sideOf(movement) }]
}

function totals(status: FundFlow['status'], movements: readonly Movement[]): FundFlow {
  const sumOf = (kind: Movement['kind'], way: Movement['direction']) =>
    sumFen(movements.filter((each) => each.kind === kind && each.direction === way).map(({ amountFen }) => amountFen))
  return {
    status,
    paidFen: sumOf('payment', 'in'),
    refundedFen: sumOf('refund', 'out'),
    otherInFen: sumOf('other', 'in'),
    otherOutFen: sumOf('other', 'out'),
  }
}
