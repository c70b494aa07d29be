import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  approvePayout,
  cancelPayout,
  type PayoutDecision,
  rejectPayout,
  requestPayout,
} from '../../../domain/referrals/ask-payout.ts'
import { bookEntry, type LedgerEntry, newAccount } from '../../../domain/referrals/ledger.ts'
import {
  balanceOf,
  changeHold,
  noteSale,
  type OrderCommission,
  type SaleEvent,
} from '../../../domain/referrals/order-commission.ts'
import { Payout, type PayoutStep } from '../../../domain/referrals/payout.ts'
import { noteAbsent, noteRefusal, noteTransfer, setOut, type Transfer } from '../../../domain/referrals/send-payout.ts'
import { defaultPayoutSettings } from '../../../domain/shops/payout-settings.ts'
import { orderId, shopId } from '../shared/ids.ts'
import { terms, transferNo } from './payouts.ts'
import { now, referrerId, refund, sale, termsOf } from './sales.ts'

const rates = termsOf([1_000])
/** What an order goes through, in any order and again. */
const saleEvents: readonly SaleEvent[] = [
  sale('order_paid', [50_000], rates),
  sale('order_completed', [50_000], rates),
  refund(1, [30_000], { line: 1, amountFen: 20_000 }, rates),
  refund(2, [0], { line: 1, amountFen: 30_000 }, rates),
]
const number = fc.integer({ min: 1, max: 3 })
const oneOf = <const Kind extends string>(...kinds: Kind[]) => fc.constantFrom(...kinds)
const deed = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: oneOf('sale'), number, event: fc.constantFrom(0, 0, 1, 1, 2, 3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: oneOf('hold'), number, to: oneOf('held', 'held', 'none', 'none', 'forfeited') }),
  },
  { weight: 5, arbitrary: fc.record({ kind: oneOf('request'), number, fen: fc.integer({ min: 100, max: 6_000 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: oneOf('approve', 'approve', 'approve', 'reject', 'cancel'), number }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: oneOf('ask'),
      number,
      fate: oneOf('answered', 'answered', 'call_lost', 'answer_lost', 'refused'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: oneOf('wechat'), number, state: oneOf('SUCCESS', 'SUCCESS', 'FAIL', 'CANCELLED') }),
  },
  { weight: 3, arbitrary: fc.record({ kind: oneOf('tell'), number }) },
)
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never

/** The shop's books, its payouts, and WeChat's own book. */
function openWorld() {
  const orders = new Map<number, OrderCommission>()
  const payouts = new Map<number, Payout>()
  const wechat = new Map<string, Transfer['state']>()
  const booked = new Set<string>()
  const world = { orders, payouts, wechat, account: newAccount(shopId(), referrerId), shopFen: 0, holds: 0 }
  const book = (entries: readonly LedgerEntry[]) => {
    for (const entry of entries) {
      expect(booked).not.toContain(entry.entryId)
      booked.add(entry.entryId)
      world.account = bookEntry(world.account, entry).account
      for (const { account, amountFen } of entry.postings) if (account.kind === 'shop') world.shopFen += amountFen
    }
  }
  const step = (at: number, made: PayoutStep | undefined) => {
    if (!made) return
    payouts.set(at, Payout.parse(made.after))
    book(made.entries)
  }
  return Object.assign(world, { book, step })
}
type World = ReturnType<typeof openWorld>

const ended = (state: Transfer['state'] | undefined) => state === 'SUCCESS' || state === 'FAIL' || state === 'CANCELLED'

/** What WeChat makes of a question; undefined where nobody hears the answer. */
function askWechat(
  world: World,
  at: number,
  question: string,
  fate: string,
): Transfer['state'] | 'absent' | 'refused' | undefined {
  const no = transferNo(at)
  const known = world.wechat.get(no)
  if (fate === 'call_lost') return undefined
  if (question === 'create' && known === undefined) {
    if (fate === 'refused') return 'refused'
    world.wechat.set(no, 'WAIT_USER_CONFIRM')
  }
  if (question === 'cancel' && known === 'WAIT_USER_CONFIRM') world.wechat.set(no, 'CANCELLED')
  return fate === 'answer_lost' ? undefined : (world.wechat.get(no) ?? 'absent')
}

function askAbout(world: World, at: number, fate: string) {
  const payout = world.payouts.get(at)
  if (payout?.status !== 'sending' && payout?.status !== 'waiting') return
  const { step, question } = setOut(payout, now)
  world.step(at, step)
  const answer = askWechat(world, at, question, fate)
  if (answer === undefined) return
  if (answer === 'absent') return world.step(at, noteAbsent(step.after, now))
  if (answer === 'refused') return world.step(at, noteRefusal(step.after, 'NOAUTH'))
  world.step(at, noteTransfer(step.after, { state: answer }, now))
}

/** The step of a decision, where it made one. */
function decided(world: World, at: number, decision: PayoutDecision<string> | string) {
  if (typeof decision !== 'string' && decision.ok) world.step(at, decision.step)
}

function sell(world: World, at: number, event: SaleEvent | undefined) {
  const made = event && noteSale(world.orders.get(at), { ...event, orderId: orderId(at) })
  if (made) world.orders.set(at, made.after)
  world.book(made?.entries ?? [])
}

function hold(world: World, at: number, to: OrderCommission['hold']) {
  const order = world.orders.get(at)
  const made = order && changeHold(order, to, { decisionId: `d${++world.holds}`, reason: '核实', at: now })
  if (made) world.orders.set(at, made.after)
  world.book(made?.entries ?? [])
}

function perform(world: World, did: Deed): void {
  const at = did.number
  if (did.kind === 'sale') sell(world, at, saleEvents[did.event])
  else if (did.kind === 'hold') hold(world, at, did.to)
  else if (did.kind === 'ask') askAbout(world, at, did.fate)
  else if (did.kind === 'request' && !world.payouts.has(at))
    decided(world, at, requestPayout({ account: world.account, settings: defaultPayoutSettings }, terms(did.fen, at)))
  else if (did.kind === 'wechat') endAtWechat(world, at, did.state)
  else answer(world, at, did.kind)
}

function endAtWechat(world: World, at: number, state: Transfer['state']) {
  const before = world.wechat.get(transferNo(at))
  if (before !== undefined && !ended(before)) world.wechat.set(transferNo(at), state)
}

function answer(world: World, at: number, kind: Deed['kind']) {
  const payout = world.payouts.get(at)
  const state = world.wechat.get(transferNo(at))
  if (!payout) return
  if (kind === 'approve') decided(world, at, approvePayout(payout, now))
  if (kind === 'reject') decided(world, at, rejectPayout(payout, '重复', now))
  if (kind === 'cancel') decided(world, at, cancelPayout(payout, now))
  if (kind === 'tell' && ended(state) && state) world.step(at, noteTransfer(payout, { state }, now))
}

/** What somebody has earned to begin with. */
function earn(world: World) {
  for (const at of [1, 2]) for (const event of saleEvents.slice(0, 2)) sell(world, at, event)
}

/** All accounts sum to zero, and each balance is what the orders say: a payout moves what has been released, nothing else. */
function expectPositions({ orders, account, shopFen }: World) {
  const { pendingFen, availableFen, heldFen, inTransitFen, paidOutFen } = account
  const releasedFen = availableFen + inTransitFen + paidOutFen
  expect(pendingFen + heldFen + releasedFen + shopFen).toBe(0)
  const sumIn = (position: string) =>
    [...orders.values()].reduce((sum, state) => sum + (balanceOf(state) === position ? state.accruedFen : 0), 0)
  expect([pendingFen, heldFen, releasedFen]).toEqual(['pending', 'held', 'available'].map(sumIn))
}

test('whatever sales, holds, payouts and lost answers do: nothing is paid twice, all accounts sum to zero, and no payout draws what is held or not there', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60, size: 'max' }), (deeds) => {
      const world = openWorld()
      earn(world)
      for (const did of deeds) {
        const before = world.account.availableFen
        perform(world, did)
        expectPositions(world)
        if (did.kind === 'request') expect(world.account.availableFen).toBeGreaterThanOrEqual(Math.min(0, before))
      }
      // Then everybody answers, and WeChat's day has passed.
      for (const [at, payout] of world.payouts) {
        if (payout.status === 'requested') perform(world, { kind: 'reject', number: at })
        for (let times = 0; times < 3; times++) askAbout(world, at, 'answered')
        perform(world, { kind: 'wechat', number: at, state: 'CANCELLED' })
        askAbout(world, at, 'answered')
      }
      const paidFen = [...world.payouts].reduce(
        (sum, [at, { amountFen }]) => sum + (world.wechat.get(transferNo(at)) === 'SUCCESS' ? amountFen : 0),
        0,
      )
      expect([world.account.inTransitFen, world.account.paidOutFen]).toEqual([0, paidFen])
    }),
    { numRuns: 500 },
  )
})
