import * as z from 'zod'
import { sumFen } from '../shared/fen.ts'
import { OrderId, ShopId } from '../shared/ids.ts'
import { Day, Moment, shopDay } from '../shared/time.ts'
import { FundFlow, type FundFlowBill, FundFlowDifference, holdAgainstFundFlow } from './fund-flow.ts'
import type { Payment, Refund } from './payment.ts'

/** A line of WeChat's bill of a day; amounts in fen. */
export type BillRow = {
  readonly kind: 'payment' | 'refund'
  /** Our number of the payment, and for a refund its own. */
  readonly outTradeNo: string
  readonly outRefundNo?: string
  readonly transactionId: string
  /** WeChat's number of a refund. */
  readonly refundId?: string
  readonly amountFen: number
  /** WeChat's word: of a payment SUCCESS, of a refund SUCCESS, FAIL or PROCESSING. */
  readonly state: string
}

/** What we hold against a bill: the payments and refunds of the day, and whatever else the bill names. */
export type Book = { readonly payments: readonly Payment[]; readonly refunds: readonly Refund[] }

/** Days begin at midnight in Beijing, wherever the shop is: that is how WeChat makes its bills. */
export const billDay = (moment: string): string => shopDay(moment, 'Asia/Shanghai')

/**
 * missing_here: WeChat has it and we do not. missing_at_wechat: we count it for that day and the bill does not.
 * transaction_differs: our number stands for another transaction there; one of the two is money unaccounted for.
 */
const DifferenceKind = z.enum([
  'missing_here',
  'missing_at_wechat',
  'amount_differs',
  'state_differs',
  'transaction_differs',
])
const Side = z.object({ amountFen: z.int(), state: z.string(), transactionId: z.string().exactOptional() })
export const Difference = z.object({
  difference: DifferenceKind,
  of: z.enum(['payment', 'refund']),
  paymentNo: z.string(),
  refundNo: z.string().exactOptional(),
  orderId: OrderId.exactOptional(),
  here: Side.exactOptional(),
  atWechat: Side.exactOptional(),
})
export type Difference = z.infer<typeof Difference>
type Side = z.infer<typeof Side>

/** What succeeded on the day, counted and added up. */
const Totals = z.object({ payments: z.int(), paidFen: z.int(), refunds: z.int(), refundedFen: z.int() })
type Totals = z.infer<typeof Totals>

/** Differences that a result lists; there may be more, the count says how many. */
export const differencesMax = 200

export const Reconciliation = z.object({
  shopId: ShopId,
  day: Day,
  /** green: every line of the bill is ours, and the other way round; and the account moved by each of them, and by no other. */
  status: z.enum(['green', 'differences']),
  here: Totals,
  atWechat: Totals,
  differenceCount: z.int(),
  differences: z.array(Difference).max(differencesMax),
  /** The account, held against the bill; absent on days from before this was done. */
  fundFlow: FundFlow.exactOptional(),
  fundFlowDifferences: z.array(FundFlowDifference).max(differencesMax).default([]),
  reconciledAt: Moment,
})
export type Reconciliation = z.infer<typeof Reconciliation>

/** WeChat's two bills of a day: the lines of the trade bill that are the shop's, those of others on its account, and how
 *  the account moved. */
export type Bills = {
  readonly own: readonly BillRow[]
  readonly foreign: readonly BillRow[]
  readonly fundFlow: FundFlowBill
}

/**
 * Holds a shop's trade bill of a day against our book of it, line by line and the other way round, and the account's
 * fund flow against the trade bill.
 */
export function reconcile(
  { shopId, day }: { readonly shopId: ShopId; readonly day: string },
  book: Book,
  { own: bill, foreign, fundFlow: fundFlowBill }: Bills,
  now: string,
): Reconciliation {
  const flow = holdAgainstFundFlow(bill, foreign, fundFlowBill)
  const payments = book.payments.map(paymentEntry)
  const refunds = book.refunds.map(refundEntry)
  const ofDay = [...payments, ...refunds].filter((entry) => entry.succeededAt && billDay(entry.succeededAt) === day)
  const byNumber = new Map([...payments, ...refunds].map((entry) => [entry.key, entry]))
  const named = new Set(bill.map(keyOfRow))
  const differences = [
    ...bill.flatMap((row) => compare(byNumber.get(keyOfRow(row)), row)),
    ...ofDay.filter(({ key }) => !named.has(key)).map(({ about, here }) => missingAtWechat(about, here)),
  ]
  return {
    shopId,
    day,
    status: differences.length + flow.differences.length === 0 ? 'green' : 'differences',
    here: totals(ofDay.map(({ about, here }) => ({ kind: about.of, amountFen: here.amountFen }))),
    atWechat: totals(bill.filter(({ state }) => state === 'SUCCESS')),
    differenceCount: differences.length + flow.differences.length,
    differences: differences.slice(0, differencesMax),
    fundFlow: flow.fundFlow,
    fundFlowDifferences: flow.differences.slice(0, differencesMax),
    reconciledAt: now,
  }
}

type About = Pick<Difference, 'of' | 'paymentNo' | 'refundNo' | 'orderId'>
type Entry = {
  readonly key: string
  readonly about: About
  readonly here: Side
  readonly succeededAt?: string | undefined
  /** What WeChat says of one that is as it is here. */
  readonly states: readonly string[]
}

const keyOf = (of: Difference['of'], paymentNo: string, refundNo = '') => [of, paymentNo, refundNo].join(' ')
const keyOfRow = ({ kind, outTradeNo, outRefundNo }: BillRow) => keyOf(kind, outTradeNo, outRefundNo)

function paymentEntry(payment: Payment): Entry {
  const { paymentNo, orderId, totalFen, status } = payment
  const isPaid = payment.status === 'succeeded'
  return {
    key: keyOf('payment', paymentNo),
    about: { of: 'payment', paymentNo, orderId },
    here: { amountFen: totalFen, state: status, ...(isPaid ? { transactionId: payment.transactionId } : {}) },
    succeededAt: isPaid ? payment.succeededAt : undefined,
    states: isPaid ? ['SUCCESS'] : [],
  }
}

const refundStates: Readonly<Record<Refund['status'], readonly string[]>> = {
  requested: [],
  accepted: ['PROCESSING'],
  succeeded: ['SUCCESS'],
  abnormal: ['FAIL', 'ABNORMAL'],
  closed: ['FAIL', 'CLOSED'],
}

function refundEntry(refund: Refund): Entry {
  const { paymentNo, refundNo, orderId, refundFen, status, succeededAt } = refund
  return {
    key: keyOf('refund', paymentNo, refundNo),
    about: { of: 'refund', paymentNo, refundNo, orderId },
    here: { amountFen: refundFen, state: status },
    succeededAt,
    states: refundStates[status],
  }
}

function compare(entry: Entry | undefined, row: BillRow): Difference[] {
  const { kind, outTradeNo, outRefundNo, transactionId, amountFen, state } = row
  const atWechat = { amountFen, state, transactionId }
  if (!entry) {
    const about = { of: kind, paymentNo: outTradeNo, ...(outRefundNo === undefined ? {} : { refundNo: outRefundNo }) }
    return [{ difference: 'missing_here', ...about, atWechat }]
  }
  const { about, here, states } = entry
  const isOther = here.transactionId !== undefined && here.transactionId !== transactionId
  const found: Difference['difference'][] = [
    ...(here.amountFen === amountFen ? [] : (['amount_differs'] as const)),
    ...(states.includes(state) ? [] : (['state_differs'] as const)),
    ...(isOther ? (['transaction_differs'] as const) : []),
  ]
  return found.map((difference) => ({ difference, ...about, here, atWechat }))
}

const missingAtWechat = (about: About, here: Side): Difference => ({ difference: 'missing_at_wechat', ...about, here })

function totals(rows: readonly Pick<BillRow, 'kind' | 'amountFen'>[]): Totals {
  const amountsOf = (kind: BillRow['kind']) => rows.filter((row) => row.kind === kind).map(({ amountFen }) => amountFen)
  const [paid, refunded] = [amountsOf('payment'), amountsOf('refund')]
  return {
    payments: paid.length,
    paidFen: sumFen(paid),
    refunds: refunded.length,
    refundedFen: sumFen(refunded),
  }
}
