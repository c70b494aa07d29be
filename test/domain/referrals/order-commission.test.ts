import { describe, expect, test } from 'vitest'
import { changeHold, reattribute } from '../../../domain/referrals/order-commission.ts'
import { customerId, orderId, refundNo, shopId } from '../shared/ids.ts'
import { booked, from, now, referrerId, refund, sale, sumOf, termsOf } from './sales.ts'

const terms = termsOf([1_000])
const paid = sale('order_paid', [3_098], terms)
const completed = sale('order_completed', [3_098], terms)
/** Of a sale of one line at 10 %. */
const refundTo = (before: number, after: number, number = 1) =>
  refund(number, [after], { line: 1, amountFen: before - after }, terms)
const decided = { decisionId: 'd1', reason: '同一台设备', at: now }

test('a paid order books its commission from the shop to what the referrer waits for', () => {
  expect(booked(paid).entries).toEqual([
    {
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
    },
  ])
})

test('a completed sale makes it the referrer’s own', () => {
  expect(booked(paid, completed).entries[1]).toMatchObject({
    entryId: `${orderId()}#released`,
    kind: 'released',
    amountFen: 309,
    postings: [
      { account: { kind: 'pending', referrerId }, amountFen: -309 },
      { account: { kind: 'available', referrerId }, amountFen: 309 },
    ],
  })
})

test('nothing is booked below one fen, and what nobody is credited with is kept in mind all the same', () => {
  const of = (netFen: number, rates: number[]) => booked(sale('order_paid', [netFen], termsOf(rates))).entries
  expect([of(9, [1_000]), of(0, [3_000]), of(10, [1_000])[0]?.amountFen]).toEqual([[], [], 1])
  const { state, entries } = booked(sale('order_paid', [3_098], { ...terms, referrerId: null }))
  expect([state.referrerId, state.accruedFen, entries]).toEqual([null, 309, []])
})

describe('a refund takes back the difference of two commissions, not a share of the refund', () => {
  // 10 % of 3,098 is 309 fen, of 3,089 it is 308: nine fen back cost one, the next eight cost none.
  test.each([
    [3_098, 3_089, 1],
    [3_089, 3_081, 0],
    [3_098, 0, 309],
  ])('from %i to %i fen: %i', (before, after, fen) => {
    const { entries } = booked(sale('order_paid', [before], terms), refundTo(before, after))
    expect(entries[1]?.amountFen ?? 0).toBe(fen)
  })
  test('at the rate of the line that went back', () => {
    const both = termsOf([1_000, 500])
    const back = (line: number, netsFen: number[]) =>
      booked(sale('order_paid', [1_000, 1_000], both), refund(1, netsFen, { line, amountFen: 1_000 }, both)).entries[1]
    expect([back(1, [0, 1_000])?.amountFen, back(2, [1_000, 0])?.amountFen]).toEqual([100, 50])
  })
  test('nothing while the sale still earns more than the cap', () => {
    const of = termsOf([1_000], 500)
    const capped = (after: number) =>
      booked(sale('order_paid', [10_000], of), refund(1, [after], { line: 1, amountFen: 10_000 - after }, of))
        .entries[1]
    expect([capped(5_000)?.amountFen, capped(4_000)?.amountFen]).toEqual([undefined, 100])
  })
})

test.each([
  ['before the completion', [paid], 'pending'],
  ['after it', [paid, completed], 'available'],
])('a refund %s takes from where the commission is', (_, events, kind) => {
  const { entries } = booked(...events, refundTo(3_098, 1_000, 7))
  expect(entries.at(-1)).toEqual({
    ...{ entryId: `${orderId()}#reversed#${refundNo(7)}`, kind: 'reversed', refundNo: refundNo(7) },
    ...{ shopId: shopId(), orderId: orderId(), referrerId, at: now, amountFen: 209 },
    postings: [
      { account: { kind: 'shop' }, amountFen: 209 },
      { account: { kind, referrerId }, amountFen: -209 },
    ],
  })
})

describe('commission that is kept back', () => {
  const { state } = booked(paid)
  const held = changeHold(state, 'held', decided)

  test('waits outside of both pending and available, and says why', () => {
    expect(held?.entries).toMatchObject([{ kind: 'held', amountFen: 309, reason: decided.reason }])
    expect([sumOf(held?.entries ?? [], 'pending'), sumOf(held?.entries ?? [], 'held')]).toEqual([-309, 309])
  })
  test('is not released by the completion; cleared, it is where it would have been', () => {
    const after = held && from(held.after, completed)
    expect(after?.entries).toEqual([])
    const cleared = after && changeHold(after.state, 'none', decided)
    expect(cleared?.entries).toMatchObject([{ kind: 'cleared', amountFen: 309 }])
    expect(sumOf(cleared?.entries ?? [], 'available')).toBe(309)
  })
  test('is the shop’s again once it is forfeited, and stays so', () => {
    const forfeited = held && changeHold(held.after, 'forfeited', decided)
    expect(sumOf(forfeited?.entries ?? [], 'shop')).toBe(309)
    expect(forfeited && changeHold(forfeited.after, 'none', decided)).toBeUndefined()
    expect(forfeited && from(forfeited.after, completed, refundTo(3_098, 0)).entries).toEqual([])
  })
  test('is kept back once: the same again changes nothing', () => {
    expect(held && changeHold(held.after, 'held', decided)).toBeUndefined()
  })
})

test('a dispute takes the commission from one referrer to another, with all that still comes', () => {
  const other = customerId(3)
  const moved = reattribute(booked(paid, completed).state, other, decided)
  expect(
    moved?.entries.map((entry) => [entry.referrerId, sumOf([entry], 'shop'), sumOf([entry], 'available')]),
  ).toEqual([
    [referrerId, 309, -309],
    [other, -309, 309],
  ])
  expect(new Set(moved?.entries.map(({ entryId }) => entryId)).size).toBe(2)
  const after = moved && from(moved.after, refundTo(3_098, 0))
  expect(after?.entries).toMatchObject([{ kind: 'reversed', referrerId: other, amountFen: 309 }])
  expect(moved && reattribute(moved.after, other, decided)).toBeUndefined()
})

test('a dispute credits by the frozen rates what nobody was credited with', () => {
  const { state } = booked(sale('order_paid', [3_098], { ...terms, referrerId: null }))
  const moved = reattribute(state, referrerId, decided)
  expect(moved?.entries).toMatchObject([{ kind: 'reattributed', referrerId, amountFen: 309 }])
})
