import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commissionFen, secondCommissionFen } from '../../../domain/referrals/commission.ts'
import { bookEntry, newAccount, ReferrerAccount } from '../../../domain/referrals/ledger.ts'
import {
  balanceOf,
  type CommissionStep,
  OrderCommission,
  type SaleEvent,
} from '../../../domain/referrals/order-commission.ts'
import { changeHolds, noteSales, reattributeOrder } from '../../../domain/referrals/order-commissions.ts'
import { amountMaxFen, commissionRateMaxBps, secondLevelRateMaxBps } from '../../../domain/shared/fen.ts'
import { customerId, shopId } from '../shared/ids.ts'
import { linesOf, now, referrerId, refund, sale, termsOf } from './sales.ts'

/** A life of a sale: what was paid for its lines, and what goes back of which before and after its completion. */
const life = fc.record({
  lines: fc.array(
    fc.record({
      paidFen: fc.integer({ min: 1, max: amountMaxFen / 5 }),
      rateBps: fc.integer({ min: 0, max: commissionRateMaxBps }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  capFen: fc.option(fc.integer({ min: 1, max: amountMaxFen / 10 }), { nil: undefined }),
  parts: fc.array(
    fc.record({ at: fc.nat(4), share: fc.double({ min: 0, max: 1, noNaN: true }), isLate: fc.boolean() }),
    { maxLength: 12 },
  ),
  isCompleted: fc.boolean(),
  isCredited: fc.boolean(),
  /** Of the referrer's introducer; 0: the second level is off. */
  secondRateBps: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: secondLevelRateMaxBps })),
})
type Life = typeof life extends fc.Arbitrary<infer Value> ? Value : never

const introducerId = customerId(4)

function eventsOf({ lines, capFen, parts, isCompleted, isCredited, secondRateBps }: Life) {
  const rates = termsOf(
    lines.map(({ rateBps }) => rateBps),
    capFen,
  )
  const second = secondRateBps === 0 ? {} : { second: { referrerId: introducerId, rateBps: secondRateBps } }
  const terms = isCredited ? { ...rates, ...second } : { ...rates, referrerId: null }
  const netsFen = lines.map(({ paidFen }) => paidFen)
  const events: SaleEvent[] = [sale('order_paid', netsFen, terms)]
  const giveBack = (isLate: boolean) => {
    for (const { at, share } of parts.filter((part) => part.isLate === isLate)) {
      const line = at % lines.length
      const amountFen = Math.ceil((netsFen[line] ?? 0) * share)
      netsFen[line] = (netsFen[line] ?? 0) - amountFen
      events.push(refund(events.length, netsFen, { line: line + 1, amountFen }, terms))
    }
  }
  giveBack(false)
  if (isCompleted) {
    events.push(sale('order_completed', netsFen, terms))
    giveBack(true)
  }
  const dueFen = commissionFen(linesOf(netsFen), rates)
  const secondDueFen = secondCommissionFen(linesOf(netsFen), rates, secondRateBps)
  expect(dueFen + secondDueFen).toBeLessThanOrEqual(capFen ?? Number.MAX_SAFE_INTEGER)
  return { events, dueFen, secondDueFen: isCredited && secondRateBps > 0 ? secondDueFen : undefined }
}

/** What people decide in between. */
const decision = fc.oneof(
  fc.constantFrom('held' as const, 'none' as const, 'held' as const, 'none' as const, 'forfeited' as const),
  fc.constantFrom(referrerId, customerId(3), introducerId, null).map((to) => ({ to })),
)
type Decision = typeof decision extends fc.Arbitrary<infer Value> ? Value : never

/** The books as they are kept: the states of the order, and the referrers' accounts with the shop's own. */
function openBooks() {
  const accounts = new Map<string, ReferrerAccount>()
  const seen = new Set<string>()
  const state: { direct: OrderCommission | undefined; second: OrderCommission | undefined } = {
    direct: undefined,
    second: undefined,
  }
  const books = { state, shopFen: 0, accounts, seen, wasMoved: false }
  const write = (steps: readonly CommissionStep[]) => {
    for (const { after } of steps) books.state[after.level ?? 'direct'] = OrderCommission.parse(after)
    for (const entry of steps.flatMap(({ entries }) => entries)) {
      expect(seen).not.toContain(entry.entryId)
      seen.add(entry.entryId)
      const before = accounts.get(entry.referrerId) ?? newAccount(shopId(), entry.referrerId)
      const { account, booked } = bookEntry(before, entry)
      const { pendingFen, availableFen, heldFen, inTransitFen, paidOutFen } = ReferrerAccount.parse(account)
      expect(booked.balances).toEqual({ pendingFen, availableFen, heldFen, inTransitFen, paidOutFen })
      accounts.set(entry.referrerId, account)
      for (const posting of entry.postings) if (posting.account.kind === 'shop') books.shopFen += posting.amountFen
    }
  }
  return Object.assign(books, { write })
}

function decide(books: ReturnType<typeof openBooks>, what: Decision, number: number) {
  const { state, write } = books
  const decided = { decisionId: `d${number}`, reason: '原因', at: now }
  if (typeof what === 'string') return write(changeHolds(state, what, decided))
  const steps = reattributeOrder(state, what.to, decided)
  books.wasMoved ||= steps.length > 0
  write(steps)
}

const totalFen = ({ pendingFen, availableFen, heldFen, inTransitFen, paidOutFen }: ReferrerAccount) =>
  pendingFen + availableFen + heldFen + inTransitFen + paidOutFen

/** Each account holds what its referrer has earned by the states of the order, where those say that it is. */
function expectPositions({ state: { direct, second }, accounts }: ReturnType<typeof openBooks>) {
  const balance = direct && balanceOf(direct)
  for (const account of accounts.values()) {
    const earners = balance === undefined ? [] : [direct, second]
    const own = earners.filter((state) => state?.referrerId === account.referrerId)
    const ownFen = own.reduce((sum, state) => sum + (state?.accruedFen ?? 0), 0)
    expect(totalFen(account)).toBe(ownFen)
    if (balance) expect(account[`${balance}Fen`]).toBe(ownFen)
  }
}

test('whatever comes in whatever order and however often, and whatever people decide: all accounts sum to zero, and each who earns holds f', () => {
  const histories = life.chain((each) => {
    const { events, ...due } = eventsOf(each)
    const again = fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length })
    const decisions = fc.array(fc.tuple(fc.nat(2 * events.length), decision), { maxLength: 6 })
    return fc.tuple(again, decisions).map(([arrived, decided]) => ({ arrived, decided, ...due, each }))
  })
  fc.assert(
    fc.property(histories, ({ arrived, decided, dueFen, secondDueFen, each }) => {
      const books = openBooks()
      for (const [at, event] of arrived.entries()) {
        books.write(noteSales(books.state, event))
        for (const [number, [when, what]] of decided.entries()) if (when === at) decide(books, what, number)
        const all = [...books.accounts.values()].reduce((sum, account) => sum + totalFen(account), 0)
        expect(all + books.shopFen).toBe(0)
      }
      const { direct, second } = books.state
      if (!direct) throw new Error('Every sale was paid')
      expect([direct.accruedFen, direct.isPaid, direct.isCompleted]).toEqual([dueFen, true, each.isCompleted])
      // All that is true of the one is true of the other; and who introduced a referrer has no part in another's order.
      expect(second?.accruedFen).toBe(secondDueFen)
      if (second) {
        expect([second.isCompleted, second.hold]).toEqual([each.isCompleted, direct.hold])
        expect(second.referrerId).toBe(books.wasMoved ? null : introducerId)
      }
      expectPositions(books)
    }),
  )
})
