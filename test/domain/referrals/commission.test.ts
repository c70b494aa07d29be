import fc from 'fast-check'
import { expect, expectTypeOf, test } from 'vitest'
import { CommissionTerms } from '../../../domain/referrals/attribution.ts'
import { bookCommission, commissionFen, type LedgerAccount, LedgerEntry } from '../../../domain/referrals/commission.ts'
import { amountMaxFen, commissionRateMaxBps } from '../../../domain/shared/fen.ts'
import { customerId, orderId, shopId, skuId } from '../shared/ids.ts'
import { linesOf, now, referrerId, type Sale, type SaleEvent, sale, termsOf } from './sales.ts'

const rate = fc.integer({ min: 0, max: commissionRateMaxBps })
/** Lines of one sale: what is kept for each, and its rate. */
const soldLines = fc
  .array(fc.tuple(fc.integer({ min: 0, max: amountMaxFen / 20 }), rate), { minLength: 1, maxLength: 20 })
  .map((lines) => ({ netsFen: lines.map(([netFen]) => netFen), rates: lines.map(([, rateBps]) => rateBps) }))
const cap = fc.option(fc.integer({ min: 0, max: amountMaxFen }), { nil: undefined })

test.each([
  ['each line at its own rate', [1_000, 2_000], [1_000, 500], undefined, 200],
  ['rounded down once, over all lines', [15, 15], [1_000, 1_000], undefined, 3],
  ['nothing for a line without a rate', [1_000, 2_000], [0, 1_000], undefined, 200],
  ['at most the cap', [1_000, 2_000], [1_000, 500], 150, 150],
  ['what is under the cap as it is', [1_000, 2_000], [1_000, 500], 201, 200],
  ['nothing where nothing is kept', [0, 0], [3_000, 3_000], undefined, 0],
])('a commission is %s', (_, netsFen, rates, capFen, dueFen) => {
  expect(commissionFen(linesOf(netsFen), termsOf(rates, capFen))).toBe(dueFen)
})

test('a commission is exact to the fen, whatever lines there are, and in whatever order', () => {
  fc.assert(
    fc.property(soldLines, cap, ({ netsFen, rates }, capFen) => {
      const exact = netsFen.reduce((sum, netFen, at) => sum + BigInt(netFen) * BigInt(rates[at] ?? 0), 0n) / 10_000n
      const dueFen = capFen !== undefined && BigInt(capFen) < exact ? BigInt(capFen) : exact
      const terms = termsOf(rates, capFen)
      expect(BigInt(commissionFen(linesOf(netsFen), terms))).toBe(dueFen)
      expect(BigInt(commissionFen(linesOf(netsFen).toReversed(), terms))).toBe(dueFen)
    }),
  )
})

test('a commission never shrinks as what is kept grows, and grows by no more than that', () => {
  fc.assert(
    fc.property(soldLines, cap, fc.integer({ min: 0, max: 10_000 }), ({ netsFen, rates }, capFen, moreFen) => {
      const terms = termsOf(rates, capFen)
      const more = netsFen.map((netFen, at) => (at === 0 ? netFen + moreFen : netFen))
      const growth = commissionFen(linesOf(more), terms) - commissionFen(linesOf(netsFen), terms)
      expect(growth).toBeGreaterThanOrEqual(0)
      expect(growth).toBeLessThanOrEqual(moreFen)
    }),
  )
})

test('a paid order books its commission from the shop to what the referrer waits for', () => {
  expect(bookCommission(sale('order_paid', [3_098], termsOf([1_000])))).toEqual({
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
  expect(bookCommission(sale('order_completed', [3_098], termsOf([1_000])))).toMatchObject({
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
    expect(bookCommission(sale(type, [3_098], null))).toBeUndefined()
    expect(bookCommission(sale(type, [9], termsOf([1_000])))).toBeUndefined()
    expect(bookCommission(sale(type, [0], termsOf([3_000])))).toBeUndefined()
    expect(bookCommission(sale(type, [10], termsOf([1_000])))?.amountFen).toBe(1)
  },
)

test('for every sale the entries sum to zero, release is accrual, and the referrer has exactly f(sale lines)', () => {
  fc.assert(
    fc.property(soldLines, cap, ({ netsFen, rates }, capFen) => {
      const terms = termsOf(rates, capFen)
      const paid = bookCommission(sale('order_paid', netsFen, terms))
      const completed = bookCommission(sale('order_completed', netsFen, terms))
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
      expect(balance('available')).toBe(commissionFen(linesOf(netsFen), terms))
      const netFen = netsFen.reduce((sum, each) => sum + each, 0)
      expect(balance('available')).toBeLessThanOrEqual((netFen * commissionRateMaxBps) / 10_000)
    }),
  )
})

test('a rate above the cap of all shops, and terms that earn nothing, are refused', () => {
  const isRight = (rateBps: number) =>
    CommissionTerms.safeParse({ referrerId, rates: [{ skuId: skuId(), rateBps }] }).success
  expect([1, commissionRateMaxBps, commissionRateMaxBps + 1, 0, -1].map(isRight)).toEqual([
    ...[true, true],
    ...[false, false, false],
  ])
  expect(CommissionTerms.safeParse({ referrerId, rates: [] }).success).toBe(false)
})

test('terms have one referrer and rates of what is sold: a second level cannot be written', () => {
  expectTypeOf<keyof CommissionTerms>().toEqualTypeOf<'referrerId' | 'rates' | 'capFen'>()
  expectTypeOf<keyof CommissionTerms['rates'][number]>().toEqualTypeOf<'skuId' | 'rateBps'>()
  expectTypeOf<CommissionTerms['referrerId']>().not.toExtend<readonly unknown[]>()
  expectTypeOf<readonly CommissionTerms[]>().not.toExtend<Sale['commission']>()
  expectTypeOf<Sale['commission']>().toEqualTypeOf<CommissionTerms | null>()
  expect(Object.keys(CommissionTerms.shape)).toEqual(['referrerId', 'rates', 'capFen'])
  const twoLevels = { ...termsOf([1_000]), second: termsOf([500]), upline: [customerId(3)] }
  expect(CommissionTerms.parse(twoLevels)).toEqual(termsOf([1_000]))
  expect(CommissionTerms.safeParse({ ...termsOf([1_000]), referrerId: [referrerId, customerId(3)] }).success).toBe(
    false,
  )
})

test('the ledger knows sales only: pay per head, a joining fee or a reward for sharing cannot be written', () => {
  expectTypeOf<LedgerEntry['kind']>().toEqualTypeOf<'accrued' | 'released' | 'reversed'>()
  expectTypeOf<LedgerAccount['kind']>().toEqualTypeOf<'shop' | 'pending' | 'available'>()
  expectTypeOf<Omit<LedgerEntry, 'orderId'>>().not.toExtend<LedgerEntry>()
  expectTypeOf<SaleEvent['type']>().toEqualTypeOf<'order_paid' | 'order_completed' | 'order_refunded'>()
  const entry = bookCommission(sale('order_paid', [3_098], termsOf([1_000])))
  expect(LedgerEntry.safeParse(entry).success).toBe(true)
  for (const kind of ['per_head', 'joining_fee', 'share_reward', 'second_level'])
    expect(LedgerEntry.safeParse({ ...entry, kind }).success).toBe(false)
  const { orderId: _none, ...withoutSale } = entry ?? {}
  expect(LedgerEntry.safeParse(withoutSale).success).toBe(false)
})
