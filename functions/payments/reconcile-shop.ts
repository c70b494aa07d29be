import type { FundFlowBill, Movement } from '../../domain/payments/fund-flow.ts'
import { type BillRow, type Book, type Reconciliation, reconcile } from '../../domain/payments/reconciliation.ts'
import type { Shop } from '../../domain/shops/shop.ts'
import { commit } from '../shared/commit.ts'
import { confirmTransaction } from './confirm-transaction.ts'
import type { PaymentsContext } from './pay-context.ts'
import { loadPayment } from './payment-store.ts'
import { createReconciliation, loadBook, loadReconciliation } from './reconciliation-store.ts'
import { loadRefund } from './refund-store.ts'
import { isPaid } from './wechat-pay/transaction.ts'

/** not_ready: WeChat has not made the bill yet. nothing: no money moved, here or there. */
export type ShopOutcome = 'reconciled' | 'known' | 'nothing' | 'not_ready'

/**
 * Holds a shop's day against WeChat's trade bill and fund flow and stores the result, once. Differences are logged as an error.
 * Throws what a call to WeChat Pay throws.
 */
export async function reconcileShop(context: PaymentsContext, shop: Shop, day: string): Promise<ShopOutcome> {
  const { shopId } = shop
  if (await loadReconciliation(context.db, shopId, day)) return 'known'
  const book = await loadBook(context.db, shopId, day)
  const merchants = merchantsOf(context, shop, book)
  const bill = await fetchBill(context, merchants, day)
  if (bill === 'not_ready') return 'not_ready'
  const { book: whole, own, foreign } = await lookUp(context, shop, book, bill)
  if (own.length === 0 && book.payments.length === 0 && book.refunds.length === 0) return 'nothing'
  const fundFlow = await fetchFundFlow(context, merchants, day)
  if (fundFlow === 'not_ready') return 'not_ready'
  const result = reconcile({ shopId, day }, whole, { own, foreign, fundFlow }, context.now())
  // Before the result, which is made once: where WeChat gives no answer the shop's day comes again.
  await confirmMissed(context, whole, own)
  await store(context, result)
  return 'reconciled'
}

/** Whose bills hold the shop's money: its merchant number, and those that it had that day. A direct merchant has one. */
function merchantsOf({ merchant }: PaymentsContext, shop: Shop, { payments, refunds }: Book): (string | undefined)[] {
  if (merchant.mode === 'direct') return [undefined]
  const numbers = [shop, ...payments, ...refunds].flatMap(({ subMchid }) => subMchid ?? [])
  return [...new Set(numbers)]
}

async function fetchBill(
  { wechatPay }: PaymentsContext,
  merchants: readonly (string | undefined)[],
  billDate: string,
): Promise<BillRow[] | 'not_ready'> {
  const rows: BillRow[] = []
  for (const subMchid of merchants) {
    const bill = await wechatPay.tradeBill({ billDate, subMchid })
    if (bill.kind === 'not_ready') return 'not_ready'
    if (bill.kind === 'found') for (const row of bill.rows) rows.push(row)
  }
  return rows
}

/** All of the shop's accounts, or it is not permitted: half of them would show what the others moved as missing. */
async function fetchFundFlow(
  { wechatPay }: PaymentsContext,
  merchants: readonly (string | undefined)[],
  billDate: string,
): Promise<FundFlowBill | 'not_ready'> {
  const movements: Movement[] = []
  for (const subMchid of merchants) {
    const bill = await wechatPay.fundFlowBill({ billDate, subMchid })
    if (bill.kind === 'not_ready') return 'not_ready'
    if (bill.kind === 'not_permitted') return { kind: 'not_permitted' }
    if (bill.kind === 'found') for (const movement of bill.movements) movements.push(movement)
  }
  return { kind: 'found', movements }
}

/**
 * Adds to the book what the bill names and the day's index does not, such as a payment that we take for unpaid. Shops may
 * share a merchant number: a line that is another shop's is left to that one; a line that is nobody's is everybody's.
 */
async function lookUp({ db }: PaymentsContext, { shopId }: Shop, book: Book, bill: readonly BillRow[]) {
  const payments = new Map(book.payments.map((payment) => [payment.paymentNo as string, payment]))
  const refunds = new Map(book.refunds.map((refund) => [refund.refundNo as string, refund]))
  const own: BillRow[] = []
  const foreign: BillRow[] = []
  for (const row of bill) {
    const { outTradeNo: paymentNo, outRefundNo: refundNo } = row
    const refund = refundNo && (refunds.get(refundNo) ?? (await loadRefund(db, { paymentNo, refundNo })))
    const payment = payments.get(paymentNo) ?? (refund ? undefined : await loadPayment(db, paymentNo))
    if ((refund || payment) && (refund || payment)?.shopId !== shopId) {
      foreign.push(row)
      continue
    }
    if (refund) refunds.set(refund.refundNo, refund)
    if (payment) payments.set(payment.paymentNo, payment)
    own.push(row)
  }
  return { book: { payments: [...payments.values()], refunds: [...refunds.values()] }, own, foreign }
}

/**
 * Takes note of payments that the bill has and we took for unpaid: their notification was lost, and nobody asked after them
 * in time. WeChat is asked, since a bill line is not the transaction itself; the order is then settled from the stream, as by
 * the notification. The result stays as it was found.
 */
async function confirmMissed(context: PaymentsContext, { payments }: Book, own: readonly BillRow[]): Promise<void> {
  const paid = new Set(own.filter(({ kind }) => kind === 'payment').map(({ outTradeNo }) => outTradeNo))
  for (const { paymentNo, subMchid, status } of payments) {
    if (status !== 'prepared' || !paid.has(paymentNo)) continue
    const found = await context.wechatPay.query({ outTradeNo: paymentNo, subMchid })
    if (found.kind === 'found' && isPaid(found.transaction)) await confirmTransaction(context, found.transaction)
  }
}

/** Stores the result; where another run was quicker, its result stands. */
async function store(context: PaymentsContext, result: Reconciliation): Promise<void> {
  const { shopId, day, status, differenceCount } = result
  const answer = await commit(context, async () =>
    (await loadReconciliation(context.db, shopId, day))
      ? { reply: 'known' }
      : { writes: [createReconciliation(result)], reply: 'written' },
  )
  if (answer.ok && answer.reply === 'written' && status === 'differences')
    context.log.error('the day does not reconcile', { shopId, day, differenceCount })
}
