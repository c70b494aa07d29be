import { evolvePayment, Payment, type PaymentEvent, type Transaction } from '../../domain/payments/payment.ts'
import { assert } from '../../domain/shared/decision.ts'
import { parseItem, recordEvents } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'
import { dayAttributes } from './day-index.ts'

/** Partition of a payment, its refunds and its events. */
export const paymentPk = (paymentNo: string) => `PAYMENT#${paymentNo}`

const paymentKey = (paymentNo: string): Key => ({ table: 'payments', pk: paymentPk(paymentNo), sk: 'PAYMENT' })

export const loadPayment = async (db: Reader, paymentNo: string): Promise<Payment | undefined> =>
  parseItem(Payment, await db.get(paymentKey(paymentNo)))

/** Holds a decision to there being no payment of that number: nobody can have paid, WeChat has never heard of it. */
export const checkNoPayment = (paymentNo: string): Write => ({
  kind: 'check',
  name: 'no payment',
  key: paymentKey(paymentNo),
  guards: [{ attribute: 'version', is: 'absent' }],
})

/** Records events of a payment; `before` is the payment as it was read. */
export function paymentWrites(before: Payment | undefined, events: readonly PaymentEvent[]): Write[] {
  if (events.length === 0) return []
  const state = events.reduce<Payment | undefined>(evolvePayment, before)
  assert(state !== undefined, 'an event leads to a payment')
  const { table, pk, sk } = paymentKey(state.paymentNo)
  const attributes = indexed(state)
  return recordEvents({
    table,
    pk,
    sk,
    versionBefore: before?.version ?? 0,
    state: attributes,
    events,
    name: 'payment',
  })
}

/** A payment with its place in the index of its shop's day, from its success on. */
const indexed = (payment: Payment) =>
  payment.status === 'succeeded'
    ? { ...payment, ...dayAttributes(payment.shopId, payment.succeededAt, payment.paymentNo) }
    : payment

/** Keeps a transaction that is signed by WeChat and is no payment of ours, for people to look at. Once per transaction. */
export const keepStrayTransaction = (transaction: Transaction, reason: string, now: string): Write => ({
  kind: 'update',
  name: 'stray transaction',
  key: { table: 'payments', pk: `STRAY#${transaction.transactionId}`, sk: 'TRANSACTION' },
  set: { ...transaction, reason, seenAt: now },
})
