import { isPaidOrder, type PaidOrder } from '../domain/orders/order.ts'
import type { FullRead } from './full-read.ts'
import { ledgerViolations } from './ledger-invariants.ts'
import { payoutViolations } from './payout-invariants.ts'
import { type MoneyOfPayment, refundedFen, type WechatMoney } from './wechat.ts'

/** Every fen that a buyer paid is on a paid order or on its way back, once; and the ledger of commissions adds up. */
export function moneyViolations(read: FullRead, wechat: WechatMoney): string[] {
  return [...paymentViolations(read, wechat), ...ledgerViolations(read), ...payoutViolations(read, wechat)]
}

function paymentViolations({ orders, refunds }: FullRead, { payments }: WechatMoney): string[] {
  const violations: string[] = []
  const byNumber = new Map(orders.map(({ state }) => [state.paymentNo as string, state]))
  for (const [number, payment] of payments) {
    if (!payment.transaction) continue
    const order = byNumber.get(number)
    const back = refunds.filter((refund) => refund.paymentNo === number)
    const isKept = order && isPaidOrder(order) && order.transactionId === payment.transaction.transactionId
    const keptFen = isKept ? order.totalFen - claimedFen(order) : 0
    // A closed one gave nothing back: another must stand in its place.
    const backFen = back.reduce((sum, { status, refundFen }) => sum + (status === 'closed' ? 0 : refundFen), 0)
    if (keptFen + backFen !== payment.transaction.totalFen)
      violations.push(
        `${payment.transaction.totalFen} fen of ${number} were paid: ${keptFen} are on the order (${order?.status}), ${backFen} go back`,
      )
    violations.push(...refundViolations(payment, back))
    if (order && isKept) violations.push(...netPaidViolations(order, back))
  }
  const unpaid = orders.filter(({ state }) => isPaidOrder(state) && !payments.get(state.paymentNo)?.transaction)
  return [...violations, ...unpaid.map(({ state }) => `${state.orderId} is ${state.status} and nobody paid it`)]
}

/** What the cases of an order have begun to give back. */
const claimedFen = ({ afterSales }: PaidOrder) =>
  afterSales.reduce(
    (sum, { status, refundFen }) => sum + (status === 'refunding' || status === 'refunded' ? refundFen : 0),
    0,
  )

/** Net paid is what was paid, less what has reached the buyer. */
function netPaidViolations({ orderId, totalFen, netPaidFen, status }: PaidOrder, back: FullRead['refunds']): string[] {
  const backFen = back.reduce((sum, refund) => sum + (refund.status === 'succeeded' ? refund.refundFen : 0), 0)
  const violations =
    netPaidFen === totalFen - backFen
      ? []
      : [`${orderId}: ${backFen} of ${totalFen} fen went back, net paid is ${netPaidFen}`]
  if (status === 'refunded' && netPaidFen !== 0) violations.push(`${orderId} is refunded and keeps ${netPaidFen} fen`)
  return violations
}

const lastWords = { succeeded: 'SUCCESS', abnormal: 'ABNORMAL', closed: 'CLOSED' } as const

/** WeChat gave back what we asked for, under our numbers and never more than was paid; and we know what became of it. */
function refundViolations(payment: MoneyOfPayment, ours: FullRead['refunds']): string[] {
  const violations: string[] = []
  const backFen = refundedFen(payment)
  if (backFen > (payment.transaction?.totalFen ?? 0)) violations.push(`${backFen} fen went back, more than was paid`)
  if (payment.refunds.size !== ours.length)
    violations.push(`WeChat has ${payment.refunds.size} refunds of a payment, we have ${ours.length}`)
  for (const { refundNo, refundFen, status } of ours) {
    const theirs = payment.refunds.get(refundNo)
    const isKnown = status in lastWords && theirs?.status === lastWords[status as keyof typeof lastWords]
    if (!isKnown || theirs?.refundFen !== refundFen)
      violations.push(
        `${refundNo} of ${refundFen} fen is ${status}, at WeChat ${theirs?.status} of ${theirs?.refundFen} fen`,
      )
  }
  return violations
}
