import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bookCommission, commissionFen, LedgerEntry } from '../../../domain/referrals/commission.ts'
import { amountMaxFen, commissionRateMaxBps } from '../../../domain/shared/fen.ts'
import { orderId, refundNo, shopId } from '../shared/ids.ts'
import { linesOf, now, referrerId, refund, type SaleEvent, sale, termsOf } from './sales.ts'

/** Of a sale of one line at 10 %. */
const refundTo = (before: number, after: number, wasCompleted = false, number = 1) =>
  refund(number, [after], { line: 1, amountFen: before - after }, wasCompleted, termsOf([1_000]))

describe('a refund takes back the difference of two commissions, not a share of the refund', () => {
  // 10 % of 3,098 is 309 fen, of 3,089 it is 308: nine fen back cost one, the next eight cost none.
  test.each([
    [3_098, 3_089, 1],
    [3_089, 3_081, 0],
    [3_098, 0, 309],
  ])('from %i to %i fen: %i', (before, after, fen) => {
    expect(bookCommission(refundTo(before, after))?.amountFen ?? 0).toBe(fen)
  })
  test('at the rate of the line that went back', () => {
    const back = (line: number, netsFen: number[]) =>
      bookCommission(refund(1, netsFen, { line, amountFen: 1_000 }, false, termsOf([1_000, 500])))?.amountFen
    expect([back(1, [0, 1_000]), back(2, [1_000, 0])]).toEqual([100, 50])
  })
  test('nothing while the sale still earns more than the cap', () => {
    const capped = (after: number) =>
      bookCommission(refund(1, [after], { line: 1, amountFen: 10_000 - after }, false, termsOf([1_000], 500)))
        ?.amountFen
    expect([capped(5_000), capped(4_000)]).toEqual([undefined, 100])
  })
})

test.each([
  [false, 'pending'],
  [true, 'available'],
] as const)('when the sale was completed (%s) it comes from what is %s', (wasCompleted, kind) => {
  expect(bookCommission(refundTo(3_098, 1_000, wasCompleted, 7))).toEqual({
    ...{ entryId: `${orderId()}#reversed#${refundNo(7)}`, kind: 'reversed', refundNo: refundNo(7) },
    ...{ shopId: shopId(), orderId: orderId(), referrerId, at: now, amountFen: 209 },
    postings: [
      { account: { kind, referrerId }, amountFen: -209 },
      { account: { kind: 'shop' }, amountFen: 209 },
    ],
  })
})

test('without a referrer a refund books nothing', () => {
  expect(bookCommission({ ...refundTo(3_098, 0), commission: null })).toBeUndefined()
})

/** A life of a sale: what was paid for its lines, and what goes back of which before and after its completion. */
const life = fc.record({
  lines: fc.array(
    fc.record({
      paidFen: fc.integer({ min: 1, max: amountMaxFen / 5 }),
      rateBps: fc.integer({ min: 0, max: commissionRateMaxBps }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  capFen: fc.option(fc.integer({ min: 0, max: amountMaxFen / 10 }), { nil: undefined }),
  parts: fc.array(
    fc.record({ at: fc.nat(4), share: fc.double({ min: 0, max: 1, noNaN: true }), isLate: fc.boolean() }),
    { maxLength: 12 },
  ),
  isCompleted: fc.boolean(),
})

function eventsOf({ lines, capFen, parts, isCompleted }: typeof life extends fc.Arbitrary<infer Life> ? Life : never) {
  const terms = termsOf(
    lines.map(({ rateBps }) => rateBps),
    capFen,
  )
  const netsFen = lines.map(({ paidFen }) => paidFen)
  const events: SaleEvent[] = [sale('order_paid', netsFen, terms)]
  const giveBack = (wasCompleted: boolean) => {
    for (const { at, share } of parts.filter(({ isLate }) => isLate === wasCompleted)) {
      const line = at % lines.length
      const amountFen = Math.ceil((netsFen[line] ?? 0) * share)
      netsFen[line] = (netsFen[line] ?? 0) - amountFen
      events.push(refund(events.length, netsFen, { line: line + 1, amountFen }, wasCompleted, terms))
    }
  }
  giveBack(false)
  if (isCompleted) {
    events.push(sale('order_completed', netsFen, terms))
    giveBack(true)
  }
  return { events, dueFen: commissionFen(linesOf(netsFen), terms) }
}

test('in whatever order and however often the events of a sale arrive, its entries sum to f(sale lines)', () => {
  const shuffled = life.chain((each) => {
    const { events, dueFen } = eventsOf(each)
    const again = fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length })
    return again.map((arrived) => ({ arrived, dueFen, isCompleted: each.isCompleted }))
  })
  fc.assert(
    fc.property(shuffled, ({ arrived, dueFen, isCompleted }) => {
      // The ledger creates each entry once, by its id.
      const ledger = new Map<string, LedgerEntry>()
      for (const event of arrived) {
        const entry = bookCommission(event)
        if (!entry) continue
        expect(LedgerEntry.parse(entry)).toEqual(entry)
        if (ledger.has(entry.entryId)) expect(ledger.get(entry.entryId)).toEqual(entry)
        ledger.set(entry.entryId, entry)
      }
      const balance = (kind: string) =>
        [...ledger.values()]
          .flatMap(({ postings }) => postings)
          .reduce((sum, { account, amountFen }) => sum + (account.kind === kind ? amountFen : 0), 0)
      expect(balance('shop')).toBe(0 - dueFen)
      expect(balance('pending')).toBe(isCompleted ? 0 : dueFen)
      expect(balance('available')).toBe(isCompleted ? dueFen : 0)
    }),
  )
})
