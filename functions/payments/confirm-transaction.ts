import { confirmPayment, type Transaction } from '../../domain/payments/payment.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { keepStrayTransaction, loadPayment, paymentWrites } from './payment-store.ts'

/**
 * Takes note of a successful transaction, told by a notification or by a query; both come here. Its event settles the
 * order, from the stream. One that is not what we asked for is kept and logged as an error, which raises an alarm.
 */
export const confirmTransaction = (context: Context, transaction: Transaction) =>
  commit(context, async () => {
    const now = context.now()
    const payment = await loadPayment(context.db, transaction.outTradeNo)
    const confirmed = payment ? confirmPayment(payment, transaction, now) : { mismatch: 'unknown' as const }
    if (!('mismatch' in confirmed)) return { writes: paymentWrites(payment, confirmed.events), reply: 'noted' as const }
    const { outTradeNo, transactionId } = transaction
    context.log.error('transaction is not the payment we asked for', { outTradeNo, transactionId, ...confirmed })
    return { writes: [keepStrayTransaction(transaction, confirmed.mismatch, now)], reply: 'stray' as const }
  })
