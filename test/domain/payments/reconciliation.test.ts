import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Movement } from '../../../domain/payments/fund-flow.ts'
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
  refundId: `50${number}`,
})
/** The account moved by each line of the bill. */
const flowOf = (bill: readonly BillRow[]): Movement[] =>
  bill.map(({ kind, transactionId, refundId = '', amountFen }) =>
    kind === 'payment'
      ? { kind, direction: 'in', businessNo: transactionId, amountFen }
      : { kind, direction: 'out', businessNo: refundId, amountFen },
  )
const held = (
  payments: Payment[],
  refunds: Refund[],
  own: BillRow[],
  movements = flowOf(own),
  foreign: BillRow[] = [],
) =>
  reconcile({ shopId: shop, day }, { payments, refunds }, { own, foreign, fundFlow: { kind: 'found', movements } }, now)

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
    fundFlow: { status: 'held', paidFen: 8_900, refundedFen: 8_800, otherInFen: 0, otherOutFen: 0 },
    fundFlowDifferences: [],
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

const flow = { paidFen: 0, refundedFen: 0, otherInFen: 0, otherOutFen: 0 }
const income: Movement = { kind: 'payment', direction: 'in', businessNo: '421', amountFen: 100 }
const expected = { direction: 'in', amountFen: 100 }
const moved = { of: 'payment', businessNo: '421', paymentNo: paymentNo(1) }
const heldFlow = (movements: Movement[]) => held([paymentOf(1, 100)], [], [paid(1, 100)], movements)

test('a payment that the account did not get is one that did not move', () => {
  expect(heldFlow([])).toMatchObject({
    status: 'differences',
    differenceCount: 1,
    differences: [],
    fundFlow: { status: 'held', ...flow },
    fundFlowDifferences: [{ difference: 'not_moved', ...moved, expected }],
  })
})

test('an account that moved by another amount, the other way or twice differs by exactly that', () => {
  const kindsOf = (movements: Movement[]) => heldFlow(movements).fundFlowDifferences.map(({ difference }) => difference)
  expect(heldFlow([{ ...income, amountFen: 99 }]).fundFlowDifferences).toEqual([
    { difference: 'movement_differs', ...moved, expected, moved: { direction: 'in', amountFen: 99 } },
  ])
  expect(kindsOf([{ ...income, direction: 'out' }])).toEqual(['movement_differs'])
  expect(kindsOf([income, income])).toEqual(['moved_twice'])
  expect(kindsOf([income, { ...income, amountFen: 1 }])).toEqual(['movement_differs', 'moved_twice'])
})

test('a movement that the trade bill does not have is unknown', () => {
  const stray: Movement = { kind: 'refund', direction: 'out', businessNo: '509', amountFen: 7 }
  expect(heldFlow([income, stray]).fundFlowDifferences).toEqual([
    { difference: 'movement_unknown', of: 'refund', businessNo: '509', moved: { direction: 'out', amountFen: 7 } },
  ])
})

test('fees and withdrawals are added up and are no difference', () => {
  const fee: Movement = { kind: 'other', direction: 'out', businessNo: '421', amountFen: 1 }
  const topUp: Movement = { kind: 'other', direction: 'in', businessNo: '', amountFen: 50 }
  expect(heldFlow([income, fee, topUp])).toMatchObject({
    status: 'green',
    fundFlow: { status: 'held', paidFen: 100, refundedFen: 0, otherInFen: 50, otherOutFen: 1 },
  })
})

test('what moved for another shop of the account is left to that shop', () => {
  const other = paid(2, 30)
  const result = held([paymentOf(1, 100)], [], [paid(1, 100)], flowOf([paid(1, 100), other]), [other])
  expect(result).toMatchObject({ status: 'green', fundFlow: { paidFen: 100 } })
})

test('a refund that has not succeeded may have moved the account or not', () => {
  const pending = { ...back(1, 40), state: 'PROCESSING' }
  const accepted: Refund = { ...refundOf(1, 40), status: 'accepted' }
  for (const movements of [[], flowOf([pending])])
    expect(held([], [accepted], [pending], movements).fundFlowDifferences).toEqual([])
})

test('an account that WeChat does not show is said to be so, and is no difference', () => {
  const bills = { own: [paid(1, 100)], foreign: [], fundFlow: { kind: 'not_permitted' } } as const
  const result = reconcile({ shopId: shop, day }, { payments: [paymentOf(1, 100)], refunds: [] }, bills, now)
  expect(result).toMatchObject({ status: 'green', fundFlow: { status: 'not_permitted', ...flow } })
})

test('whatever is taken out of a fund flow, doubled or changed in it shows as exactly that movement', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(amounts, fc.nat(), fc.constantFrom('drop', 'double', 'amount', 'way'), (fens, pick, change) => {
      const at = pick % fens.length
      const payments = fens.map((fen, number) => paymentOf(number, fen))
      const rows = fens.map((fen, number) => paid(number, fen))
      const doctored = flowOf(rows).flatMap((movement, number): Movement[] => {
        if (number !== at) return [movement]
        if (change === 'drop') return []
        if (change === 'double') return [movement, movement]
        return [
          change === 'amount' ? { ...movement, amountFen: movement.amountFen + 1 } : { ...movement, direction: 'out' },
        ]
      })
      const kind = { drop: 'not_moved', double: 'moved_twice', amount: 'movement_differs', way: 'movement_differs' }[
        change
      ]
      const { differences, fundFlowDifferences } = held(payments, [], rows, doctored)
      expect(differences).toEqual([])
      expect(fundFlowDifferences.map((each) => [each.difference, each.paymentNo])).toEqual([[kind, paymentNo(at)]])
    }),
  )
})
