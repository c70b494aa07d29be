import type { Order, PaidOrder } from '../domain/orders/order.ts'
import type { FullRead } from './full-read.ts'
import { type MoneyOfPayment, refundedFen, type WechatMoney } from './wechat.ts'

/** Every fen that a buyer paid is on a paid order or on its way back, once; and the ledger of commissions adds up. */
export function moneyViolations(read: FullRead, wechat: WechatMoney): string[] {
  return [...paymentViolations(read, wechat), ...commissionViolations(read), ...balanceViolations(read)]
}

const isPaid = (order: Order): order is PaidOrder => 'netPaidFen' in order

function paymentViolations({ orders, refunds }: FullRead, { payments }: WechatMoney): string[] {
  const violations: string[] = []
  const byNumber = new Map(orders.map(({ state }) => [state.paymentNo as string, state]))
  for (const [number, payment] of payments) {
    if (!payment.transaction) continue
    const order = byNumber.get(number)
    const back = refunds.filter((refund) => refund.paymentNo === number)
    const isKept = order && isPaid(order) && order.transactionId === payment.transaction.transactionId
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
  const unpaid = orders.filter(({ state }) => isPaid(state) && !payments.get(state.paymentNo)?.transaction)
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

/** f(sale lines, frozen terms), written down once more from the order itself: each line at the rate frozen on it, whole
 *  fen in all, the remainder stays with the shop. */
function earnedFen({ lines, afterSales, commission }: PaidOrder): number {
  if (!commission) return 0
  const back = afterSales.filter(({ status }) => status === 'refunded').flatMap((each) => each.lines)
  const keptFen = (skuId: string, amountFen: number) =>
    back.reduce((kept, line) => kept - (line.skuId === skuId ? line.amountFen : 0), amountFen)
  const exact = lines.reduce((sum, line) => sum + keptFen(line.skuId, line.amountFen) * line.commissionRateBps, 0)
  return Math.min(commission.capFen ?? Number.MAX_SAFE_INTEGER, (exact - (exact % 10_000)) / 10_000)
}

function commissionViolations({ orders, entries }: FullRead): string[] {
  const violations: string[] = []
  const known = new Set(orders.map(({ state }) => state.orderId))
  for (const entry of entries) {
    if (!known.has(entry.orderId)) violations.push(`${entry.entryId} is for no order`)
    if (entry.postings.reduce((sum, { amountFen }) => sum + amountFen, 0) !== 0)
      violations.push(`postings of ${entry.entryId} do not sum to zero`)
  }
  for (const { state } of orders) {
    const dueFen = isPaid(state) ? earnedFen(state) : 0
    const bookedFen = (kind: string) =>
      entries
        .filter((entry) => entry.orderId === state.orderId && entry.kind === kind)
        .reduce((sum, entry) => sum + entry.amountFen, 0)
    const keptFen = bookedFen('accrued') - bookedFen('reversed')
    if (keptFen !== dueFen) violations.push(`${keptFen} fen accrued on ${state.orderId}, ${dueFen} are due`)
    // Of what has been released, a refund after the completion takes its part.
    const ownFen = accountFen(entries, state.orderId, 'available')
    const ownDueFen = state.status === 'completed' ? dueFen : 0
    if (ownFen !== ownDueFen) violations.push(`${ownFen} fen released on ${state.orderId}, ${ownDueFen} are due`)
  }
  return violations
}

const accountFen = (entries: FullRead['entries'], orderId: string, kind: string) =>
  entries
    .filter((entry) => entry.orderId === orderId)
    .flatMap(({ postings }) => postings)
    .reduce((sum, { account, amountFen }) => sum + (account.kind === kind ? amountFen : 0), 0)

/** Balances are the sums of the entries, each referrer's own and the shop's, and all of them sum to zero. */
function balanceViolations({ entries, accounts }: FullRead): string[] {
  const booked = new Map<string, number>()
  const add = (account: string, fen: number) => booked.set(account, (booked.get(account) ?? 0) + fen)
  for (const { postings } of entries)
    for (const { account, amountFen } of postings)
      add(account.kind === 'shop' ? 'shop' : `${account.kind} ${account.referrerId}`, amountFen)
  for (const { referrerId, shopFen, pendingFen, availableFen } of accounts) {
    add('shop', -shopFen)
    add(`pending ${referrerId}`, -pendingFen)
    add(`available ${referrerId}`, -availableFen)
  }
  const sumFen = accounts.reduce((sum, each) => sum + each.shopFen + each.pendingFen + each.availableFen, 0)
  const violations = sumFen === 0 ? [] : [`all accounts sum to ${sumFen} fen`]
  for (const [account, fen] of booked)
    if (fen !== 0) violations.push(`${account}: its entries and its balance differ by ${fen} fen`)
  return violations
}
