import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Order } from '../../../domain/orders/order.ts'
import { commissionFen } from '../../../domain/referrals/commission.ts'
import { skuId } from '../shared/ids.ts'
import { acts, openTrade, place, type Trade, unitsReceived, wait } from './trading.ts'

const ordersMax = 4
type Act = keyof typeof acts
const at = fc.integer({ min: 1, max: ordersMax })
const basket = fc
  .record({ first: fc.integer({ min: 0, max: 3 }), second: fc.integer({ min: 0, max: 3 }) })
  .filter(({ first, second }) => first + second > 0)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('place' as const), at, basket }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      at,
      act: fc.constantFrom(...(Object.keys(acts) as Act[])),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
/** Each round: some decide from one and the same state, then write one after the other; then time passes. */
const round = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  waitMinutes: fc.constantFrom(0, 0, 0, 1, 16, 20 * 24 * 60),
})
const rounds = fc.array(round, { maxLength: 60, size: 'max' })

function decide(trade: Trade, each: Step): () => boolean {
  const order = trade.orders.get(each.at)
  if (each.kind === 'place') return order ? () => false : place(trade, each.at, each.basket)
  return order ? acts[each.act](trade, each.at, order) : () => false
}

function play(trade: Trade, played: readonly { readonly steps: readonly Step[]; readonly waitMinutes: number }[]) {
  for (const { steps, waitMinutes } of played) {
    const writes = steps.map((each) => decide(trade, each))
    for (const write of writes) {
      write()
      checkStock(trade)
      checkMoney(trade)
    }
    wait(trade, waitMinutes)
  }
}

const isSold = ({ status }: Order) => ['paid', 'shipped', 'received', 'completed'].includes(status)

/** Units in orders are exactly the units that the counters say; none is lost, none is sold twice. */
function checkStock(trade: Trade): void {
  for (const sku of [skuId(1), skuId(2)]) {
    const units = (isCounted: (order: Order) => boolean) =>
      [...trade.orders.values()]
        .filter(isCounted)
        .flatMap(({ lines }) => lines.filter((line) => line.skuId === sku))
        .reduce((sum, { quantity }) => sum + quantity, 0)
    const held = units(({ status }) => status === 'awaiting_payment')
    const sold = units(isSold)
    const onHand = unitsReceived - held - sold
    expect(trade.stocks.get(sku)).toMatchObject({ received: unitsReceived, writtenOff: 0, onHand, held, sold })
    expect(onHand).toBeGreaterThanOrEqual(0)
  }
}

/** Nothing is sold or refunded that was not paid; no payment is both, or twice either. */
function checkMoney(trade: Trade): void {
  const refunded = trade.refunds.map(({ orderId }) => orderId)
  expect(new Set(refunded).size).toBe(refunded.length)
  for (const [number, order] of trade.orders) {
    const payment = trade.payments.get(number)
    if (isSold(order)) expect(payment).toMatchObject({ fen: 'netPaidFen' in order ? order.netPaidFen : Number.NaN })
    if (order.status === 'cancelled_refunding') expect(trade.refunds).toContainEqual(payment)
    else expect(refunded).not.toContain(order.orderId)
    const accounts = (kind: string) =>
      trade.ledger
        .filter((entry) => entry.orderId === order.orderId)
        .flatMap(({ postings }) => postings.filter(({ account }) => account.kind === kind))
        .reduce((sum, { amountFen }) => sum + amountFen, 0)
    const dueFen = isSold(order) && order.commission ? commissionFen(order.totalFen, order.commission) : 0
    const isCompleted = order.status === 'completed'
    expect([accounts('shop'), accounts('pending'), accounts('available')].map((fen) => fen + 0)).toEqual(
      [-dueFen, isCompleted ? 0 : dueFen, isCompleted ? dueFen : 0].map((fen) => fen + 0),
    )
  }
}

test('however orders, payments and cancellations interleave, no unit and no fen is lost or counted twice', () => {
  fc.assert(
    fc.property(rounds, (played) => {
      const trade = openTrade()
      play(trade, played)
      for (let told = 0; told < 2; told++)
        for (const [number, order] of trade.orders) acts.notify(trade, number, order)()
      checkStock(trade)
      checkMoney(trade)
      // Every payment has come to its end: the order is sold, or the money goes back.
      for (const number of trade.payments.keys())
        expect(trade.orders.get(number)?.status).toMatch(/^(paid|shipped|received|completed|cancelled_refunding)$/)
    }),
    { numRuns: 100 },
  )
})

test('such histories come upon everything that can happen to an order', () => {
  const seen = new Set<string>()
  for (const played of fc.sample(rounds, { seed: 1, numRuns: 30 })) {
    const trade = openTrade()
    play(trade, played)
    for (const each of trade.seen) seen.add(each)
  }
  expect([...seen].sort()).toEqual([
    'late_payment_refused',
    'order_cancelled',
    'order_completed',
    'order_paid',
    'order_placed',
    'order_received',
    'order_shipped',
    'paid_late',
  ])
})

test('two who decide on the last units at the same time: one has them, the other has nothing', () => {
  const trade = openTrade()
  const all = { first: unitsReceived, second: 0 }
  const both = [place(trade, 1, all), place(trade, 2, { ...all, second: 1 })]
  expect(both.map((write) => write())).toEqual([true, false])
  expect([...trade.orders.keys()]).toEqual([1])
  checkStock(trade)
})
