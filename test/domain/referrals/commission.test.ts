import fc from 'fast-check'
import { expect, expectTypeOf, test } from 'vitest'
import { CommissionTerms } from '../../../domain/referrals/attribution.ts'
import { bookCommission, commissionFen, type LedgerAccount, LedgerEntry } from '../../../domain/referrals/commission.ts'
import { amountMaxFen, commissionRateMaxBps } from '../../../domain/shared/fen.ts'
import { customerId, orderId, shopId } from '../shared/ids.ts'

const now = '2026-03-01T08:00:00.000Z'
const referrerId = customerId(2)
const terms = (rateBps: number): CommissionTerms => ({ referrerId, rateBps })
type SaleEvent = Parameters<typeof bookCommission>[0]
type Sale = Exclude<SaleEvent, { type: 'order_refunded' }>
const sale = (type: Sale['type'], netPaidFen: number, commission: CommissionTerms | null): Sale => ({
  ...{ type, at: now, shopId: shopId(), orderId: orderId(), netPaidFen, commission },
})

const amount = fc.integer({ min: 0, max: amountMaxFen })
const rate = fc.integer({ min: 0, max: commissionRateMaxBps })

test('a commission never shrinks as the net paid amount grows, and grows by no more than that', () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 10_000 }), rate, (netPaidFen, moreFen, rateBps) => {
      const growth = commissionFen(netPaidFen + moreFen, terms(rateBps)) - commissionFen(netPaidFen, terms(rateBps))
      expect(growth).toBeGreaterThanOrEqual(0)
      expect(growth).toBeLessThanOrEqual(moreFen)
    }),
  )
})

test('a paid order books its commission from the shop to what the referrer waits for', () => {
  expect(bookCommission(sale('order_paid', 3_098, terms(1_000)))).toEqual({
    entryId: `${orderId()}#accrued`,
    kind: 'accrued',
    shopId: shopId(),
    orderId: orderId(),
    referrerId,
    amountFen: 309,
    postings: [
      { account: { kind: 'shop' }, amountFen: -309 },
      { account: { kind: 'pending', referrerId }, amountFen: 309 },
    ],
    at: now,
  })
})

test('a completed sale makes it the referrer’s own', () => {
  expect(bookCommission(sale('order_completed', 3_098, terms(1_000)))).toMatchObject({
    entryId: `${orderId()}#released`,
    kind: 'released',
    amountFen: 309,
    postings: [
      { account: { kind: 'pending', referrerId }, amountFen: -309 },
      { account: { kind: 'available', referrerId }, amountFen: 309 },
    ],
  })
})

test.each(['order_paid', 'order_completed'] as const)(
  '%s books nothing without a referrer or below one fen',
  (type) => {
    expect(bookCommission(sale(type, 3_098, null))).toBeUndefined()
    expect(bookCommission(sale(type, 9, terms(1_000)))).toBeUndefined()
    expect(bookCommission(sale(type, 0, terms(3_000)))).toBeUndefined()
    expect(bookCommission(sale(type, 10, terms(1_000)))?.amountFen).toBe(1)
  },
)

test('for every sale the entries sum to zero, release is accrual, and the referrer has exactly f(net paid)', () => {
  fc.assert(
    fc.property(amount, rate, (netPaidFen, rateBps) => {
      const paid = bookCommission(sale('order_paid', netPaidFen, terms(rateBps)))
      const completed = bookCommission(sale('order_completed', netPaidFen, terms(rateBps)))
      const entries = [paid, completed].filter((entry) => entry !== undefined)
      for (const entry of entries) expect(LedgerEntry.parse(entry)).toEqual(entry)
      expect(paid?.amountFen).toBe(completed?.amountFen)
      const balance = (kind?: LedgerAccount['kind']) =>
        entries
          .flatMap(({ postings }) => postings)
          .filter(({ account }) => kind === undefined || account.kind === kind)
          .reduce((sum, { amountFen }) => sum + amountFen, 0)
      expect(balance()).toBe(0)
      expect(balance('pending')).toBe(0)
      expect(balance('available')).toBe(commissionFen(netPaidFen, terms(rateBps)))
      expect(balance('available')).toBeLessThanOrEqual((netPaidFen * commissionRateMaxBps) / 10_000)
    }),
  )
})

test('a rate above the cap is refused', () => {
  const isRight = (rateBps: number) => CommissionTerms.safeParse(terms(rateBps)).success
  expect([0, commissionRateMaxBps, commissionRateMaxBps + 1, -1].map(isRight)).toEqual([true, true, false, false])
})

test('terms have one referrer and a rate: a second level cannot be written', () => {
  expectTypeOf<keyof CommissionTerms>().toEqualTypeOf<'referrerId' | 'rateBps'>()
  expectTypeOf<CommissionTerms['referrerId']>().not.toExtend<readonly unknown[]>()
  expectTypeOf<readonly CommissionTerms[]>().not.toExtend<Sale['commission']>()
  expectTypeOf<Sale['commission']>().toEqualTypeOf<CommissionTerms | null>()
  expect(Object.keys(CommissionTerms.shape)).toEqual(['referrerId', 'rateBps'])
  const twoLevels = { ...terms(1_000), second: terms(500), upline: [customerId(3)] }
  expect(CommissionTerms.parse(twoLevels)).toEqual(terms(1_000))
  expect(CommissionTerms.safeParse({ referrerId: [referrerId, customerId(3)], rateBps: 1_000 }).success).toBe(false)
})

test('the ledger knows sales only: pay per head, a joining fee or a reward for sharing cannot be written', () => {
  expectTypeOf<LedgerEntry['kind']>().toEqualTypeOf<'accrued' | 'released' | 'reversed'>()
  expectTypeOf<LedgerAccount['kind']>().toEqualTypeOf<'shop' | 'pending' | 'available'>()
  expectTypeOf<Omit<LedgerEntry, 'orderId'>>().not.toExtend<LedgerEntry>()
  expectTypeOf<SaleEvent['type']>().toEqualTypeOf<'order_paid' | 'order_completed' | 'order_refunded'>()
  const entry = bookCommission(sale('order_paid', 3_098, terms(1_000)))
  expect(LedgerEntry.safeParse(entry).success).toBe(true)
  for (const kind of ['per_head', 'joining_fee', 'share_reward', 'second_level'])
    expect(LedgerEntry.safeParse({ ...entry, kind }).success).toBe(false)
  const { orderId: _none, ...withoutSale } = entry ?? {}
  expect(LedgerEntry.safeParse(withoutSale).success).toBe(false)
})
