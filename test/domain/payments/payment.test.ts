import { expect, test } from 'vitest'
import {
  confirmPayment,
  evolvePayment,
  Payment,
  PaymentEvent,
  type PaymentTerms,
  type Transaction,
} from '../../../domain/payments/payment.ts'
import { customerId, orderId, paymentNo, shopId } from '../shared/ids.ts'
import { one } from '../shared/made.ts'

const now = '2026-03-01T08:00:00.000Z'
const later = '2026-03-01T08:05:00.000Z'
const terms: PaymentTerms = {
  paymentNo: paymentNo(),
  orderId: orderId(),
  shopId: shopId(),
  customerId: customerId(),
  appId: 'wx1234567890abcdef',
  mchid: '1900000100',
  subMchid: '1900000109',
  openid: 'openid-1',
  description: '明前龙井',
  totalFen: 3_098,
  payableUntil: '2026-03-01T08:15:00.000Z',
  preparedAt: now,
}
const about = { at: now, paymentNo: terms.paymentNo, orderId: terms.orderId, shopId: terms.shopId }
const preparing: PaymentEvent = { type: 'payment_prepared', ...about, terms }
const transaction: Transaction = {
  outTradeNo: terms.paymentNo,
  transactionId: '4200000001',
  appId: terms.appId,
  mchid: terms.mchid,
  subMchid: '1900000109',
  totalFen: 3_098,
  successAt: '2026-03-01T08:04:59.000Z',
}
const stored = (payment: Payment) => {
  expect(Payment.parse(payment)).toEqual(payment)
  return payment
}
const prepared = stored(evolvePayment(undefined, preparing))
const confirmed = confirmPayment(prepared, transaction, later)
const success = one('events' in confirmed ? confirmed.events : [])
const succeeded = stored(evolvePayment(prepared, success))

test('a payment is prepared with what WeChat was asked for', () => {
  expect(prepared).toEqual({ ...terms, status: 'prepared', version: 1 })
  expect(PaymentEvent.parse(preparing)).toEqual(preparing)
})

test('the transaction that was asked for makes the payment succeed', () => {
  const { transactionId, successAt } = transaction
  expect(success).toEqual({
    type: 'payment_succeeded',
    ...about,
    at: later,
    transactionId,
    paidFen: 3_098,
    paidAt: successAt,
  })
  expect(PaymentEvent.parse(success)).toEqual(success)
  expect(succeeded).toEqual({ ...terms, status: 'succeeded', transactionId, succeededAt: successAt, version: 2 })
})

const { subMchid: _subMchid, ...ofNoShop } = transaction
const wrong: [string, Transaction, string][] = [
  ['one fen less', { ...transaction, totalFen: 3_097 }, 'amount'],
  ['one fen more', { ...transaction, totalFen: 3_099 }, 'amount'],
  ['another app', { ...transaction, appId: 'wx0000000000000000' }, 'app'],
  ['another provider', { ...transaction, mchid: '1900000101' }, 'merchant'],
  ['another shop’s merchant', { ...transaction, subMchid: '1900000110' }, 'merchant'],
  ['no shop’s merchant', ofNoShop, 'merchant'],
]
test.each(wrong)('%s is not the payment that was asked for, neither at first nor afterwards', (_, other, mismatch) => {
  expect(confirmPayment(prepared, other, later)).toEqual({ mismatch })
  expect(confirmPayment(succeeded, other, later)).toEqual({ mismatch })
})

test('a payment in direct mode is not one for a shop under a provider', () => {
  const { subMchid: _none, ...direct } = prepared
  expect(confirmPayment(direct, ofNoShop, later)).toEqual({ events: [success] })
  expect(confirmPayment(direct, transaction, later)).toEqual({ mismatch: 'merchant' })
})

test('the same transaction told again is no news', () => {
  expect(confirmPayment(succeeded, transaction, later)).toEqual({ events: [] })
})

test('a second transaction under the number of a payment that succeeded is money to look at', () => {
  const second = { ...transaction, transactionId: '4200000002' }
  expect(confirmPayment(succeeded, second, later)).toEqual({ mismatch: 'transaction' })
})

test('a transaction of another number is never matched', () => {
  expect(() => confirmPayment(prepared, { ...transaction, outTradeNo: paymentNo(2) }, later)).toThrow('by its number')
})

test('a payment is prepared once, before it succeeds, and succeeds once', () => {
  expect(() => evolvePayment(prepared, preparing)).toThrow('prepared once')
  expect(() => evolvePayment(succeeded, preparing)).toThrow('prepared once')
  expect(() => evolvePayment(undefined, success)).toThrow('cannot follow')
  expect(() => evolvePayment(succeeded, success)).toThrow('cannot follow')
})
