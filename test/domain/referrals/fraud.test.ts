import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CreditedSale, fraudSignals, type Screened } from '../../../domain/referrals/fraud.ts'
import { addDays } from '../../../domain/shared/time.ts'
import { customerId, orderId, shopId } from '../shared/ids.ts'

const now = '2026-03-01T08:00:00.000Z'
const referrerId = customerId(1)
const buyerId = customerId(2)

/** Sale number n, credited to the referrer, by a customer of that number. */
const sold = (number: number, over: Partial<CreditedSale> = {}): CreditedSale => ({
  ...{ shopId: shopId(), orderId: orderId(number), referrerId, customerId: customerId(number + 100), paidAt: now },
  ...{ marks: [], isIntroduced: false, lateRefundedFen: 0, lateRefunds: 0, ...over },
})
const sale = sold(1, { customerId: buyerId })
const honest: Screened = {
  ...{ sale, referrerMarks: [], referrerIntroduction: null },
  ...{ credited: [], creditedToBuyer: [], boughtByReferrer: [] },
}
const codes = (over: Partial<Screened>) => fraudSignals({ ...honest, ...over }, now).map(({ code }) => code)
const many = (count: number, over: (number: number) => Partial<CreditedSale>) =>
  Array.from({ length: count }, (_, at) => sold(at + 2, over(at + 2)))

test('nothing speaks against a sale of which nothing is known', () => {
  expect(codes({})).toEqual([])
})

describe('a buyer who may be the referrer by a second account', () => {
  test.each(['device', 'address', 'phone'])('has the same %s', (kind) => {
    const marks = [`${kind}#a`]
    expect(codes({ sale: { ...sale, marks }, referrerMarks: ['device#b', ...marks] })).toEqual([`same_${kind}`])
    expect(codes({ sale: { ...sale, marks }, referrerMarks: ['device#b', 'address#b', 'phone#b'] })).toEqual([])
  })
})

describe('many accounts of one buyer', () => {
  test.each([
    ['device', 3],
    ['address', 5],
    ['phone', 3],
  ])('share a %s, from %i buyers on', (kind, threshold) => {
    const marks = [`${kind}#a`]
    const others = (count: number) => ({ sale: { ...sale, marks }, credited: many(count, () => ({ marks })) })
    expect(codes(others(threshold - 2))).toEqual([])
    expect(codes(others(threshold - 1))).toEqual([`${kind}_of_many_buyers`])
  })
  test('are counted by buyers, not by orders: who comes again is one', () => {
    const credited = many(9, () => ({ marks: ['device#a'], customerId: buyerId }))
    expect(codes({ sale: { ...sale, marks: ['device#a'] }, credited })).toEqual([])
  })
})

describe('a ring', () => {
  const back = sold(5, { referrerId: buyerId, customerId: referrerId })
  test('is two who credit each other within days', () => {
    expect(codes({ creditedToBuyer: [back] })).toEqual(['ring'])
    expect(codes({ creditedToBuyer: [{ ...back, customerId: customerId(9) }] })).toEqual([])
    expect(codes({ creditedToBuyer: [{ ...back, paidAt: addDays(now, -31) }] })).toEqual([])
  })
  test('is a buyer who credits somebody whom they have just introduced', () => {
    const introduction = (days: number) => ({ introducerId: buyerId, introducedAt: addDays(now, -days) })
    expect(codes({ referrerIntroduction: introduction(1) })).toEqual(['ring'])
    expect(codes({ referrerIntroduction: introduction(31) })).toEqual([])
  })
  test('is three in a circle', () => {
    const third = customerId(9)
    const bought = [sold(6, { referrerId: third, customerId: referrerId })]
    const own = [sold(7, { referrerId: buyerId, customerId: third })]
    expect(codes({ boughtByReferrer: bought, creditedToBuyer: own })).toEqual(['ring'])
    expect(codes({ boughtByReferrer: bought, creditedToBuyer: [] })).toEqual([])
    expect(codes({ boughtByReferrer: bought, creditedToBuyer: [sold(7, { referrerId: buyerId })] })).toEqual([])
  })
})

describe('a burst of newcomers', () => {
  const newcomer = { ...sale, isIntroduced: true }
  const introduced = () => ({ isIntroduced: true })
  test('is thirty in a day who do nothing but one order', () => {
    expect(codes({ sale: newcomer, credited: many(28, introduced) })).toEqual([])
    expect(codes({ sale: newcomer, credited: many(29, introduced) })).toEqual(['newcomer_burst'])
  })
  test('is none of people who buy again, of known customers, or of more than a day', () => {
    const credited = many(29, introduced)
    const again = credited.map((each, at) => ({ ...each, orderId: orderId(500 + at) }))
    expect(codes({ sale: newcomer, credited: [...credited, ...again] })).toEqual([])
    expect(codes({ sale, credited })).toEqual([])
    const slowly = credited.map((each, at) => ({ ...each, paidAt: addDays(now, -at) }))
    expect(codes({ sale: newcomer, credited: slowly })).toEqual([])
  })
})

describe('a loop of purchases and refunds', () => {
  const released = { releasedFen: 1_000 }
  const back = { ...released, lateRefundedFen: 1_000, lateRefunds: 1 }
  test('is half of what was released going back, in three refunds at least', () => {
    expect(codes({ credited: many(6, (number) => (number < 5 ? back : released)) })).toEqual(['refund_loop'])
    expect(codes({ credited: many(7, (number) => (number < 5 ? back : released)) })).toEqual([])
    expect(codes({ credited: many(2, () => back) })).toEqual([])
  })
})

describe('who introduced the referrer and earns too', () => {
  const introducerId = customerId(50)
  const earner = { referrerId: introducerId, referrerMarks: [], referrerIntroduction: null, boughtByReferrer: [] }
  const found = (over: Partial<Screened>) =>
    fraudSignals({ ...honest, second: earner, ...over }, now).map(({ code, level }) => [code, level])
  test('is nobody’s sign where nothing is known of them', () => {
    expect(found({})).toEqual([])
  })
  test('may be the buyer by a second account', () => {
    const marks = ['device#a', 'address#a']
    const second = { ...earner, referrerMarks: ['address#a', 'device#b'] }
    expect(found({ sale: { ...sale, marks }, second })).toEqual([['same_address', 'second']])
    expect(found({ sale: { ...sale, marks }, referrerMarks: ['device#a'], second })).toEqual([
      ['same_device', undefined],
      ['same_address', 'second'],
    ])
  })
  test('may earn on the buyer and the buyer on them, directly or by a third', () => {
    const back = sold(5, { referrerId: buyerId, customerId: introducerId })
    expect(found({ creditedToBuyer: [back] })).toEqual([['ring', 'second']])
    const referrerIntroduction = { introducerId: buyerId, introducedAt: addDays(now, -1) }
    expect(found({ second: { ...earner, referrerIntroduction } })).toEqual([['ring', 'second']])
    const boughtByReferrer = [sold(6, { referrerId: customerId(9), customerId: introducerId })]
    const creditedToBuyer = [sold(7, { referrerId: buyerId, customerId: customerId(9) })]
    expect(found({ creditedToBuyer, second: { ...earner, boughtByReferrer } })).toEqual([['ring', 'second']])
  })
})

test('what has been found stands whatever else is known, in whatever order, and names no more than there is', () => {
  const someSales = fc.array(
    fc.record({
      number: fc.integer({ min: 2, max: 60 }),
      customer: fc.integer({ min: 1, max: 8 }),
      mark: fc.constantFrom('device#a', 'device#b', 'address#a', 'phone#a'),
      isIntroduced: fc.boolean(),
      lateRefunds: fc.nat(2),
      daysAgo: fc.nat(40),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(someSales, fc.func(fc.integer()), (facts, shuffle) => {
      const credited = facts.map(({ number, customer, mark, isIntroduced, lateRefunds, daysAgo }) => ({
        ...sold(number, { customerId: customerId(customer), marks: [mark], isIntroduced, lateRefunds }),
        ...{ paidAt: addDays(now, -daysAgo), releasedFen: 100, lateRefundedFen: lateRefunds > 0 ? 100 : 0 },
      }))
      const screened = { ...honest, sale: { ...sale, marks: ['device#a', 'phone#a'], isIntroduced: true }, credited }
      const found = fraudSignals(screened, now)
      const shuffled = credited.toSorted((a, b) => shuffle(a) - shuffle(b))
      const again = fraudSignals({ ...screened, credited: shuffled }, now)
      expect(again.map(({ code, measured }) => [code, measured])).toEqual(
        found.map(({ code, measured }) => [code, measured]),
      )
      const known = new Set([sale, ...credited].map((each) => each.orderId))
      for (const { measured, threshold, orderIds } of found) {
        expect(measured).toBeGreaterThanOrEqual(threshold)
        expect(orderIds.length).toBeGreaterThan(0)
        expect(orderIds.every((each) => known.has(each))).toBe(true)
      }
    }),
  )
})
