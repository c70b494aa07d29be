import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commissionFen } from '../../../domain/referrals/commission.ts'
import { bookEntry, newAccount, ReferrerAccount } from '../../../domain/referrals/ledger.ts'
import {
  balanceOf,
  type CommissionStep,
  changeHold,
  noteSale,
  OrderCommission,
  reattribute,
  type SaleEvent,
} from '../../../domain/referrals/order-commission.ts'
import { amountMaxFen, commissionRateMaxBps } from '../../../domain/shared/fen.ts'
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
})
type Life = typeof life extends fc.Arbitrary<infer Value> ? Value : never

function eventsOf({ lines, capFen, parts, isCompleted, isCredited }: Life) {
  const rates = termsOf(
    lines.map(({ rateBps }) => rateBps),
    capFen,
  )
  const terms = isCredited ? rates : { ...rates, referrerId: null }
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
  return { events, dueFen: commissionFen(linesOf(netsFen), rates) }
}

/** What people decide in between. */
const decision = fc.oneof(
  fc.constantFrom('held' as const, 'none' as const, 'held' as const, 'none' as const, 'forfeited' as const),
  fc.constantFrom(referrerId, customerId(3), null).map((to) => ({ to })),
)
type Decision = typeof decision extends fc.Arbitrary<infer Value> ? Value : never

/** The books as they are kept: the state of the order, and the referrers' accounts with the shop's own. */
function openBooks() {
  const accounts = new Map<string, ReferrerAccount>()
  const seen = new Set<string>()
  const books = { state: undefined as OrderCommission | undefined, shopFen: 0, accounts, seen }
  const write = (step: CommissionStep | undefined) => {
    if (!step) return
    books.state = OrderCommission.parse(step.after)
    for (const entry of step.entries) {
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

function decide({ state, write }: ReturnType<typeof openBooks>, what: Decision, number: number) {
  if (!state) return
  const decided = { decisionId: `d${number}`, reason: '原因', at: now }
  write(typeof what === 'string' ? changeHold(state, what, decided) : reattribute(state, what.to, decided))
}

const totalFen = ({ pendingFen, availableFen, heldFen, inTransitFen, paidOutFen }: ReferrerAccount) =>
  pendingFen + availableFen + heldFen + inTransitFen + paidOutFen

test('whatever comes in whatever order and however often, and whatever people decide: all accounts sum to zero, and one holds f', () => {
  const histories = life.chain((each) => {
    const { events, dueFen } = eventsOf(each)
    const again = fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length })
    const decisions = fc.array(fc.tuple(fc.nat(2 * events.length), decision), { maxLength: 6 })
    return fc.tuple(again, decisions).map(([arrived, decided]) => ({ arrived, decided, dueFen, each }))
  })
  fc.assert(
    fc.property(histories, ({ arrived, decided, dueFen, each }) => {
      const books = openBooks()
      for (const [at, event] of arrived.entries()) {
        books.write(noteSale(books.state, event))
        for (const [number, [when, what]] of decided.entries()) if (when === at) decide(books, what, number)
        const all = [...books.accounts.values()].reduce((sum, account) => sum + totalFen(account), 0)
        expect(all + books.shopFen).toBe(0)
      }
      const { state, accounts } = books
      if (!state) throw new Error('Every sale was paid')
      expect([state.accruedFen, state.isPaid, state.isCompleted]).toEqual([dueFen, true, each.isCompleted])
      const balance = balanceOf(state)
      for (const account of accounts.values()) {
        const isCredited = account.referrerId === state.referrerId && balance !== undefined
        expect(totalFen(account)).toBe(isCredited ? dueFen : 0)
        if (isCredited) expect(account[`${balance}Fen`]).toBe(dueFen)
      }
    }),
  )
})
