import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookEntry, type LedgerEntry, newAccount, type Posting } from '../../../domain/referrals/ledger.ts'
import {
  balanceOf,
  type CommissionStep,
  changeHold,
  noteSale,
  type OrderCommission,
  type SaleEvent,
} from '../../../domain/referrals/order-commission.ts'
import { orderId, payoutId, shopId } from '../shared/ids.ts'
import { now, referrerId, refund, sale, termsOf } from './sales.ts'

const terms = termsOf([1_000])
const orders = 3

/** All events of an order of that number: paid, completed, and two refunds. */
function eventsOf(number: number): SaleEvent[] {
  const events = [
    sale('order_paid', [3_000], terms),
    sale('order_completed', [3_000], terms),
    refund(2 * number, [2_000], { line: 1, amountFen: 1_000 }, terms),
    refund(2 * number + 1, [500], { line: 1, amountFen: 1_500 }, terms),
  ]
  return events.map((event) => ({ ...event, orderId: orderId(number) }))
}

type PayoutKind = Extract<LedgerEntry, { payoutId: unknown }>['kind']
const payoutMoves = {
  payout_reserved: ['available', 'inTransit'],
  payout_paid: ['inTransit', 'paidOut'],
  payout_returned: ['inTransit', 'available'],
} as const satisfies Record<PayoutKind, unknown>

/** A referrer's account, the orders that it is made of, and payouts that draw all that is there. */
function openBooks() {
  const states = new Map<number, OrderCommission>()
  const books = { account: newAccount(shopId(), referrerId), shopFen: 0, payouts: 0, states }
  const book = (entry: LedgerEntry) => {
    books.account = bookEntry(books.account, entry).account
    for (const { account, amountFen } of entry.postings) if (account.kind === 'shop') books.shopFen += amountFen
  }
  const take = (number: number, step: CommissionStep | undefined) => {
    if (!step) return
    states.set(number, step.after)
    step.entries.forEach(book)
  }
  const hold = (number: number, to: OrderCommission['hold'], at: number) => {
    const state = states.get(number)
    take(number, state && changeHold(state, to, { decisionId: `d${at}`, reason: '原因', at: now }))
  }
  const pay = (kind: PayoutKind) => {
    const { availableFen, inTransitFen } = books.account
    const isReserving = kind === 'payout_reserved'
    const amountFen = isReserving ? availableFen : inTransitFen
    if (amountFen <= 0 || (isReserving && inTransitFen > 0)) return
    const [from, to] = payoutMoves[kind]
    const postings: Posting[] = [
      { account: { kind: from, referrerId }, amountFen: -amountFen },
      { account: { kind: to, referrerId }, amountFen },
    ]
    const about = { entryId: `${kind} ${books.payouts++}`, kind, shopId: shopId(), referrerId, amountFen, postings }
    book({ ...about, payoutId: payoutId(books.payouts), at: now })
  }
  return Object.assign(books, { take, hold, pay })
}

/** What the orders in that position come to. */
const inPosition = (states: Iterable<OrderCommission>, position: string) =>
  [...states].reduce((sum, state) => sum + (balanceOf(state) === position ? state.accruedFen : 0), 0)

test('whatever is paid, refunded, held, decided and paid out, again and in whatever order: a payout never draws what is held', () => {
  const number = fc.integer({ min: 1, max: orders })
  const step = fc.oneof(
    { arbitrary: fc.record({ number, event: fc.nat(3) }), weight: 5 },
    { arbitrary: fc.record({ number, to: fc.constantFrom('held', 'none', 'forfeited') }), weight: 3 },
    { arbitrary: fc.record({ payout: fc.constantFrom(...(Object.keys(payoutMoves) as PayoutKind[])) }), weight: 3 },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const books = openBooks()
      for (const [at, each] of steps.entries()) {
        if ('payout' in each) books.pay(each.payout)
        else if ('to' in each) books.hold(each.number, each.to as OrderCommission['hold'], at)
        else {
          const event = eventsOf(each.number)[each.event]
          books.take(each.number, event && noteSale(books.states.get(each.number), event))
        }
        const { pendingFen, availableFen, heldFen, inTransitFen, paidOutFen } = books.account
        const states = [...books.states.values()]
        expect(heldFen).toBe(inPosition(states, 'held'))
        expect(pendingFen).toBe(inPosition(states, 'pending'))
        expect(availableFen + inTransitFen + paidOutFen).toBe(inPosition(states, 'available'))
        expect(pendingFen + heldFen + availableFen + inTransitFen + paidOutFen + books.shopFen).toBe(0)
      }
    }),
  )
})
