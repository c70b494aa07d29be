import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bookCommission, commissionFen, LedgerEntry } from '../../../domain/referrals/commission.ts'
import { amountMaxFen, commissionRateMaxBps } from '../../../domain/shared/fen.ts'
import { customerId, orderId, refundNo, shopId } from '../shared/ids.ts'

const referrerId = customerId(2)
type SaleEvent = Parameters<typeof bookCommission>[0]

const sale = (rateBps: number) => ({
  at: '2026-03-01T08:00:00.000Z',
  shopId: shopId(),
  orderId: orderId(),
  commission: { referrerId, rateBps },
})
const refund = (rateBps: number, number: number, before: number, after: number, wasCompleted: boolean): SaleEvent => ({
  ...{ type: 'order_refunded', ...sale(rateBps), refundNo: refundNo(number), wasCompleted },
  netPaidBeforeFen: before,
  netPaidFen: after,
})

describe('a refund takes back the difference of two commissions, not a share of the refund', () => {
  // 10 % of 3,098 is 309 fen, of 3,089 it is 308: nine fen back cost one, the next eight cost none.
  test.each([
    [3_098, 3_089, 1],
    [3_089, 3_081, 0],
    [3_098, 0, 309],
  ])('from %i to %i fen: %i', (before, after, fen) => {
    expect(bookCommission(refund(1_000, 1, before, after, false))?.amountFen ?? 0).toBe(fen)
  })
})

test.each([
  [false, 'pending'],
  [true, 'available'],
] as const)('when the sale was completed (%s) it comes from what is %s', (wasCompleted, kind) => {
  expect(bookCommission(refund(1_000, 7, 3_098, 1_000, wasCompleted))).toEqual({
    ...{ entryId: `${orderId()}#reversed#${refundNo(7)}`, kind: 'reversed', refundNo: refundNo(7) },
    ...{ shopId: shopId(), orderId: orderId(), referrerId, at: sale(0).at, amountFen: 209 },
    postings: [
      { account: { kind, referrerId }, amountFen: -209 },
      { account: { kind: 'shop' }, amountFen: 209 },
    ],
  })
})

test('without a referrer a refund books nothing', () => {
  expect(bookCommission({ ...refund(1_000, 1, 3_098, 0, false), commission: null })).toBeUndefined()
})

/** A life of a sale: what was paid, and what goes back before and after its completion. */
const life = fc.record({
  paidFen: fc.integer({ min: 1, max: amountMaxFen }),
  rateBps: fc.integer({ min: 0, max: commissionRateMaxBps }),
  parts: fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), isLate: fc.boolean() }), {
    maxLength: 12,
  }),
  isCompleted: fc.boolean(),
})

function eventsOf({
  paidFen,
  rateBps,
  parts,
  isCompleted,
}: typeof life extends fc.Arbitrary<infer Life> ? Life : never) {
  const events: SaleEvent[] = [{ type: 'order_paid', ...sale(rateBps), netPaidFen: paidFen }]
  let netPaidFen = paidFen
  let number = 0
  const giveBack = (wasCompleted: boolean) => {
    for (const { share } of parts.filter(({ isLate }) => isLate === wasCompleted)) {
      const after = netPaidFen - Math.ceil(netPaidFen * share)
      number += 1
      events.push(refund(rateBps, number, netPaidFen, after, wasCompleted))
      netPaidFen = after
    }
  }
  giveBack(false)
  if (isCompleted) {
    events.push({ type: 'order_completed', ...sale(rateBps), netPaidFen })
    giveBack(true)
  }
  return { events, dueFen: commissionFen(netPaidFen, { referrerId, rateBps }) }
}

test('in whatever order and however often the events of a sale arrive, its entries sum to f(net paid)', () => {
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
