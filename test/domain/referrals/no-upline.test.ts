import { expect, expectTypeOf, test } from 'vitest'
import { type AttributionReceipt, CommissionTerms } from '../../../domain/referrals/attribution.ts'
import { type LedgerAccount, LedgerEntry } from '../../../domain/referrals/ledger.ts'
import type { MemberEvent } from '../../../domain/referrals/member.ts'
import { noteSale, type OrderCommission, type SaleEvent } from '../../../domain/referrals/order-commission.ts'
import type { Visit } from '../../../domain/referrals/visit.ts'
import { customerId, skuId } from '../shared/ids.ts'
import { booked, referrerId, type Sale, sale, termsOf } from './sales.ts'

// What the law calls a pyramid cannot be written: each `@ts-expect-error` is a line that must not compile, and the type
// check of the tests fails as soon as one of them does.

/** The fields of every member of a union. */
type KeysOf<Union> = Union extends unknown ? keyof Union : never

const rates = [{ skuId: skuId(), rateBps: 1_000 }]
const second = { referrerId: customerId(4), rateBps: 500 }
const paid = sale('order_paid', [3_098], termsOf([1_000]))
const [entry] = booked(paid).entries
if (!entry || !('orderId' in entry)) throw new Error('A credited sale books')

test('a third level cannot be written: terms have one referrer, at most that one’s introducer, and rates of what is sold', () => {
  expectTypeOf<keyof CommissionTerms>().toEqualTypeOf<'referrerId' | 'rates' | 'capFen' | 'second'>()
  expectTypeOf<keyof NonNullable<CommissionTerms['second']>>().toEqualTypeOf<'referrerId' | 'rateBps'>()
  expectTypeOf<keyof CommissionTerms['rates'][number]>().toEqualTypeOf<'skuId' | 'rateBps'>()
  expectTypeOf<Sale['commission']>().toEqualTypeOf<Pick<CommissionTerms, 'referrerId' | 'second'> | null>()
  expectTypeOf<OrderCommission['level']>().toEqualTypeOf<'second' | undefined>()
  const levels: unknown[] = [
    // @ts-expect-error a second referrer
    { referrerId, rates, secondReferrerId: customerId(3) } satisfies CommissionTerms,
    // @ts-expect-error an upline
    { referrerId, rates, upline: [customerId(3)] } satisfies CommissionTerms,
    // @ts-expect-error a rate that goes to somebody else than the referrer
    { referrerId, rates: [{ skuId: skuId(), rateBps: 500, referrerId: customerId(3) }] } satisfies CommissionTerms,
    // @ts-expect-error a third level
    { referrerId, rates, second: { ...second, second } } satisfies CommissionTerms,
    // @ts-expect-error a third level beside the second
    { referrerId, rates, second, third: second } satisfies CommissionTerms,
    // @ts-expect-error several referrers
    { referrerId: [referrerId, customerId(3)], rates } satisfies CommissionTerms,
    // @ts-expect-error terms for each of several levels
    { ...paid, commission: [termsOf([1_000]), termsOf([500])] } satisfies Sale,
  ]
  // What comes from outside the types is dropped, or is no terms at all.
  const read = levels.map((level) => CommissionTerms.safeParse(level).data)
  expect(read).toEqual([
    { referrerId, rates },
    { referrerId, rates },
    { referrerId, rates: [{ skuId: skuId(), rateBps: 500 }] },
    { referrerId, rates, second },
    { referrerId, rates, second },
    undefined,
    undefined,
  ])
})

test('pay per head or for joining cannot be written: the ledger books sales, and nobody’s joining is one', () => {
  expectTypeOf<SaleEvent['type']>().toEqualTypeOf<'order_paid' | 'order_completed' | 'order_refunded'>()
  expectTypeOf<MemberEvent['type'] & SaleEvent['type']>().toBeNever()
  expectTypeOf<LedgerAccount['kind']>().toEqualTypeOf<
    'shop' | 'pending' | 'available' | 'held' | 'inTransit' | 'paidOut'
  >()
  const { orderId: _none, ...withoutSale } = entry
  const bookings: unknown[] = [
    // @ts-expect-error an entry that is about no order
    withoutSale satisfies LedgerEntry,
    // @ts-expect-error pay for each head
    { ...entry, kind: 'per_head' } satisfies LedgerEntry,
    // @ts-expect-error pay for a joining fee
    { ...entry, kind: 'joining_fee' } satisfies LedgerEntry,
    // @ts-expect-error the account of somebody further up
    { ...entry, postings: [{ account: { kind: 'upline', referrerId }, amountFen: 1 }] } satisfies LedgerEntry,
  ]
  for (const booking of bookings) expect(LedgerEntry.safeParse(booking).success).toBe(false)
  // @ts-expect-error an introduction is no sale
  expectTypeOf(noteSale).toBeCallableWith(undefined, { type: 'customer_introduced', at: paid.at })
})

test('a reward for sharing cannot be written: a visit carries no money, and wins nothing but an order', () => {
  expectTypeOf<Extract<keyof Visit, `${string}Fen` | `${string}Bps`>>().toBeNever()
  expectTypeOf<Extract<KeysOf<MemberEvent>, `${string}Fen` | `${string}Bps`>>().toBeNever()
  expectTypeOf<NonNullable<AttributionReceipt['winner']>['referrerId']>().toEqualTypeOf<typeof referrerId>()
  // @ts-expect-error pay for sharing
  const shared: unknown = { ...entry, kind: 'share_reward' } satisfies LedgerEntry
  expect(LedgerEntry.safeParse(shared).success).toBe(false)
  expect(LedgerEntry.safeParse(entry).success).toBe(true)
  // @ts-expect-error a visit is no sale
  expectTypeOf(noteSale).toBeCallableWith(undefined, { ...paid, type: 'visit_recorded' })
})
