import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Payment, Refund } from '../../../domain/payments/payment.ts'
import { type BillRow, billDay, differencesMax, reconcile } from '../../../domain/payments/reconciliation.ts'
import { customerId, orderId, paymentNo, refundNo, shopId } from '../shared/ids.ts'

const shop = shopId(1)
const day = '2026-11-21'
const now = '2026-11-22T02:00:00.000Z'
const noonOfDay = '2026-11-21T04:00:00.000Z'

const paymentOf = (number: number, totalFen: number, succeededAt = noonOfDay): Payment => ({
  paymentNo: paymentNo(number),
  orderId: orderId(number),
  shopId: shop,
  customerId: customerId(number),
  appId: 'wx1',
  mchid: '1600000001',
  openid: 'o1',
  description: '春茶',
  totalFen,
  payableUntil: noonOfDay,
  preparedAt: noonOfDay,
  status: 'succeeded',
  transactionId: `42${number}`,
  succeededAt,
  version: 2,
})
const refundOf = (number: number, refundFen: number): Refund => ({
  refundNo: refundNo(number),
  paymentNo: paymentNo(number),
  orderId: orderId(number),
  shopId: shop,
  refundFen,
  paidFen: refundFen,
  reason: '退款',
  status: 'succeeded',
  requestedAt: noonOfDay,
  succeededAt: noonOfDay,
  attempts: 1,
  version: 2,
})
const paid = (number: number, amountFen: number): BillRow => ({
  kind: 'payment',
  outTradeNo: paymentNo(number),
  transactionId: `42${number}`,
  amountFen,
  state: 'SUCCESS',
})
const back = (number: number, amountFen: number): BillRow => ({
  ...paid(number, amountFen),
  kind: 'refund',
  outRefundNo: refundNo(number),
})
const held = (payments: Payment[], refunds: Refund[], bill: BillRow[]) =>
  reconcile({ shopId: shop, day }, { payments, refunds }, bill, now)

test('a day begins at midnight in Beijing', () => {
  expect(billDay('2026-11-20T15:59:59.999Z')).toBe('2026-11-20')
  expect(billDay('2026-11-20T16:00:00.000Z')).toBe('2026-11-21')
})

test('a bill that has our payments and refunds, no more and no less, is green', () => {
  const result = held(
    [paymentOf(1, 8_800), paymentOf(2, 100)],
    [refundOf(1, 8_800)],
    [paid(2, 100), back(1, 8_800), paid(1, 8_800)],
  )
  const sums = { payments: 2, paidFen: 8_900, refunds: 1, refundedFen: 8_800 }
  expect(result).toEqual({
    shopId: shop,
    day,
    status: 'green',
    here: sums,
    atWechat: sums,
    differenceCount: 0,
    differences: [],
    reconciledAt: now,
  })
})

const about = { of: 'payment', paymentNo: paymentNo(1), orderId: orderId(1) } as const
const here = { amountFen: 100, state: 'succeeded', transactionId: '421' }
const atWechat = { amountFen: 100, state: 'SUCCESS', transactionId: '421' }

test('a payment that we know nothing of is missing here', () => {
  const { orderId: _, ...unknown } = about
  expect(held([], [], [paid(1, 100)]).differences).toEqual([{ difference: 'missing_here', ...unknown, atWechat }])
})

test('a payment and a refund that the bill lacks are missing at WeChat', () => {
  expect(held([paymentOf(1, 100)], [refundOf(1, 40)], []).differences).toEqual([
    { difference: 'missing_at_wechat', ...about, here },
    {
      difference: 'missing_at_wechat',
      ...about,
      of: 'refund',
      refundNo: refundNo(1),
      here: { amountFen: 40, state: 'succeeded' },
    },
  ])
})

test('another amount differs', () => {
  expect(held([paymentOf(1, 100)], [], [paid(1, 101)]).differences).toEqual([
    { difference: 'amount_differs', ...about, here, atWechat: { ...atWechat, amountFen: 101 } },
  ])
})

test('a payment that we take for unpaid differs in its state', () => {
  const { transactionId: _, succeededAt: __, ...rest } = { transactionId: '', succeededAt: '', ...paymentOf(1, 100) }
  const unpaid: Payment = { ...rest, status: 'prepared' }
  expect(held([unpaid], [], [paid(1, 100)]).differences).toEqual([
    { difference: 'state_differs', ...about, here: { amountFen: 100, state: 'prepared' }, atWechat },
  ])
})

test('a refund that the bill says failed differs in its state', () => {
  expect(held([], [refundOf(1, 40)], [{ ...back(1, 40), state: 'FAIL' }])).toMatchObject({
    status: 'differences',
    differences: [{ difference: 'state_differs', of: 'refund', refundNo: refundNo(1) }],
  })
})

test('another transaction under our number differs', () => {
  const other = { ...paid(1, 100), transactionId: '999' }
  expect(held([paymentOf(1, 100)], [], [other]).differences).toEqual([
    { difference: 'transaction_differs', ...about, here, atWechat: { ...atWechat, transactionId: '999' } },
  ])
})

test('a payment of another day that the bill names is compared, and counted on its own day only', () => {
  const late = paymentOf(1, 100, '2026-11-21T16:00:00.000Z')
  expect(held([late], [], [])).toMatchObject({ status: 'green', here: { payments: 0 } })
  expect(held([late], [], [paid(1, 100)])).toMatchObject({ status: 'green', here: { payments: 0 } })
})

test('of very many differences the first are listed and all are counted', () => {
  const bill = Array.from({ length: differencesMax + 1 }, (_, number) => paid(number, 1))
  const result = held([], [], bill)
  expect([result.differenceCount, result.differences.length]).toEqual([differencesMax + 1, differencesMax])
})

test('whatever is taken out of a bill or changed in it shows as exactly that line', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(amounts, fc.nat(), fc.constantFrom('drop', 'amount', 'state'), (fens, pick, change) => {
      const at = pick % fens.length
      const payments = fens.map((fen, number) => paymentOf(number, fen))
      const rows = fens.map((fen, number) => paid(number, fen))
      expect(held(payments, [], rows).status).toBe('green')
      const doctored = rows.flatMap((row, number): BillRow[] => {
        if (number !== at) return [row]
        if (change === 'drop') return []
        return [change === 'amount' ? { ...row, amountFen: row.amountFen + 1 } : { ...row, state: 'REVOKED' }]
      })
      const kind = { drop: 'missing_at_wechat', amount: 'amount_differs', state: 'state_differs' }[change]
      const { differences } = held(payments, [], doctored)
      expect(differences.map((each) => [each.difference, each.paymentNo])).toEqual([[kind, paymentNo(at)]])
    }),
  )
})
