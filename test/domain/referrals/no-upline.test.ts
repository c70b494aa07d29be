import { expect, expectTypeOf, test } from 'vitest'
import { type AttributionReceipt, CommissionTerms } from '../../../domain/referrals/attribution.ts'
import { type LedgerAccount, LedgerEntry } from '../../../domain/referrals/ledger.ts'
import type { MemberEvent } from '../../../domain/referrals/member.ts'
import type { noteSale, OrderCommission, SaleEvent } from '../../../domain/referrals/order-commission.ts'
import type { Visit } from '../../../domain/referrals/visit.ts'
import type { CustomerId } from '../../../domain/shared/ids.ts'
import { customerId, skuId } from '../shared/ids.ts'
import { booked, referrerId, type Sale, sale, termsOf } from './sales.ts'

// What the law calls a pyramid cannot be written. The types are held to exactly what they are, so that a field, a kind or an
// account more fails the type check; and what comes from outside the types is dropped or refused.

/** The fields of every member of a union. */
type KeysOf<Union> = Union extends unknown ? keyof Union : never

const rates = [{ skuId: skuId(), rateBps: 1_000 }]
const second = { referrerId: customerId(4), rateBps: 500 }
const paid = sale('order_paid', [3_098], termsOf([1_000]))
const [entry] = booked(paid).entries
if (!entry || !('orderId' in entry)) throw new Error('A credited sale books')

test('a third level cannot be written: terms have one referrer, at most that one’s introducer, and rates of what is sold', () => {
  expectTypeOf<keyof CommissionTerms>().toEqualTypeOf<'referrerId' | 'rates' | 'capFen' | 'second'>()
  expectTypeOf<CommissionTerms['referrerId']>().toEqualTypeOf<CustomerId>()
  expectTypeOf<keyof NonNullable<CommissionTerms['second']>>().toEqualTypeOf<'referrerId' | 'rateBps'>()
  expectTypeOf<keyof CommissionTerms['rates'][number]>().toEqualTypeOf<'skuId' | 'rateBps'>()
  expectTypeOf<Sale['commission']>().toEqualTypeOf<Pick<CommissionTerms, 'referrerId' | 'second'> | null>()
  expectTypeOf<OrderCommission['level']>().toEqualTypeOf<'second' | undefined>()
  const levels: unknown[] = [
    { referrerId, rates, secondReferrerId: customerId(3) },
    { referrerId, rates, upline: [customerId(3)] },
    { referrerId, rates: [{ skuId: skuId(), rateBps: 500, referrerId: customerId(3) }] },
    { referrerId, rates, second: { ...second, second } },
    { referrerId, rates, second, third: second },
    { referrerId: [referrerId, customerId(3)], rates },
    { ...paid, commission: [termsOf([1_000]), termsOf([500])] },
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
  expectTypeOf<'per_head' | 'joining_fee' | 'upline'>()
    .exclude<LedgerEntry['kind']>()
    .toEqualTypeOf<'per_head' | 'joining_fee' | 'upline'>()
  const { orderId: _none, ...withoutSale } = entry
  expectTypeOf(withoutSale).not.toExtend<LedgerEntry>()
  const bookings: unknown[] = [
    withoutSale,
    { ...entry, kind: 'per_head' },
    { ...entry, kind: 'joining_fee' },
    { ...entry, postings: [{ account: { kind: 'upline', referrerId }, amountFen: 1 }] },
  ]
  for (const booking of bookings) expect(LedgerEntry.safeParse(booking).success).toBe(false)
  expectTypeOf<Parameters<typeof noteSale>[1]>().toEqualTypeOf<SaleEvent>()
})

test('a reward for sharing cannot be written: a visit carries no money, and wins nothing but an order', () => {
  expectTypeOf<Extract<keyof Visit, `${string}Fen` | `${string}Bps`>>().toBeNever()
  expectTypeOf<Extract<KeysOf<MemberEvent>, `${string}Fen` | `${string}Bps`>>().toBeNever()
  expectTypeOf<NonNullable<AttributionReceipt['winner']>['referrerId']>().toEqualTypeOf<typeof referrerId>()
  expectTypeOf<'share_reward'>().not.toExtend<LedgerEntry['kind']>()
  const shared: unknown = { ...entry, kind: 'share_reward' }
  expect(LedgerEntry.safeParse(shared).success).toBe(false)
  expect(LedgerEntry.safeParse(entry).success).toBe(true)
  expectTypeOf<'visit_recorded'>().not.toExtend<SaleEvent['type']>()
})
