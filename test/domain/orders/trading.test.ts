import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimed, claimedShippingFen, isOpen } from '../../../domain/orders/after-sales.ts'
import { isPaidOrder, type Order, type PaidOrder } from '../../../domain/orders/order.ts'
import { saleOf } from '../../../domain/orders/sale.ts'
import { commissionFen } from '../../../domain/referrals/commission.ts'
import { skuId } from '../shared/ids.ts'
import { acts, openTrade, place, type Trade, unitsReceived, wait } from './trading.ts'

const ordersMax = 3
type Act = keyof typeof acts
/** What an order that goes well needs comes more often. */
const usual: readonly Act[] = [
  'pay',
  'notify',
  'notify',
  'ship',
  'receive',
  'approve',
  'sendBack',
  'goodsBack',
  'refunded',
]
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
      act: fc.constantFrom(...(Object.keys(acts) as Act[]), ...usual),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
/** Each round: some decide from one and the same state, then write one after the other; then time passes. */
const round = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 5 }),
  waitMinutes: fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 16, 20 * 24 * 60),
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

/** Units in orders are exactly the units that the counters say; none is lost, none is sold twice. */
function checkStock(trade: Trade): void {
  for (const sku of [skuId(1), skuId(2)]) {
    const units = (isCounted: (order: Order) => boolean) =>
      [...trade.orders.values()]
        .filter(isCounted)
        .flatMap(({ lines }) => lines.filter((line) => line.skuId === sku))
        .reduce((sum, { quantity }) => sum + quantity, 0)
    const held = units(({ status }) => status === 'awaiting_payment')
    const back = [...trade.orders.values()].reduce(
      (sum, order) => sum + (isPaidOrder(order) ? backOf(order, sku) : 0),
      0,
    )
    const sold = units(isPaidOrder) - back
    const onHand = unitsReceived - held - sold
    expect(trade.stocks.get(sku)).toMatchObject({ received: unitsReceived, writtenOff: 0, onHand, held, sold })
    expect(onHand).toBeGreaterThanOrEqual(0)
  }
}

/** Units that came back: those of returns that have arrived, and those that were given up before they were shipped. */
const backOf = ({ afterSales }: PaidOrder, sku: string): number =>
  afterSales
    .flatMap((each) => ('unitsBack' in each ? each.unitsBack : []))
    .reduce((sum, units) => sum + (units.skuId === sku ? units.quantity : 0), 0)

/** What went back of a sale at WeChat, and what it was asked for: never more than was paid, and each once. */
function checkRefunds(trade: Trade, number: number, order: PaidOrder): void {
  const asked = trade.asked.get(number) ?? []
  const sumFen = (list: readonly { readonly fen: number }[]) => list.reduce((sum, { fen }) => sum + fen, 0)
  expect(sumFen(asked)).toBeLessThanOrEqual(trade.payments.get(number)?.fen ?? 0)
  expect(new Set(asked.map(({ afterSalesId }) => afterSalesId)).size).toBe(asked.length)
  const noted = order.afterSales.filter(({ status }) => status === 'refunded')
  expect(order.netPaidFen).toBe(order.totalFen - noted.reduce((sum, { refundFen }) => sum + refundFen, 0))
  expect(saleOf(order, order.afterSales).netPaidFen).toBe(order.netPaidFen)
  expect(claimedShippingFen(order.afterSales)).toBeLessThanOrEqual(order.shippingFeeFen)
  for (const { skuId: sku, quantity, amountFen } of order.lines) {
    const left = claimed(order.afterSales, sku)
    expect(left.quantity).toBeLessThanOrEqual(quantity)
    expect(left.amountFen).toBeLessThanOrEqual(amountFen)
    expect(backOf(order, sku)).toBeLessThanOrEqual(quantity)
  }
  // Only the shop by itself opens one on a completed sale.
  if (order.status === 'completed')
    expect(order.afterSales.filter((each) => isOpen(each) && each.openedBy === 'customer')).toEqual([])
}

/** Nothing is sold or refunded that was not paid; no payment is both, or twice either. */
function checkMoney(trade: Trade): void {
  const refunded = trade.refunds.map(({ orderId }) => orderId)
  expect(new Set(refunded).size).toBe(refunded.length)
  for (const [number, order] of trade.orders) {
    const payment = trade.payments.get(number)
    if (isPaidOrder(order)) {
      expect(payment).toMatchObject({ fen: order.totalFen })
      checkRefunds(trade, number, order)
    }
    if (order.status === 'cancelled_refunding') expect(trade.refunds).toContainEqual(payment)
    else expect(refunded).not.toContain(order.orderId)
    const accounts = (kind: string) =>
      trade.ledger
        .filter((entry) => 'orderId' in entry && entry.orderId === order.orderId)
        .flatMap(({ postings }) => postings.filter(({ account }) => account.kind === kind))
        .reduce((sum, { amountFen }) => sum + amountFen, 0)
    const dueFen =
      isPaidOrder(order) && order.commission
        ? commissionFen(saleOf(order, order.afterSales).lines, order.commission)
        : 0
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
        expect(trade.orders.get(number)?.status).toMatch(
          /^(paid|shipped|received|completed|refunded|cancelled_refunding)$/,
        )
    }),
    { numRuns: 100 },
  )
})

test('such histories come upon everything that can happen to an order', () => {
  const seen = new Set<string>()
  for (const played of fc.sample(rounds, { seed: 1, numRuns: 80 })) {
    const trade = openTrade()
    play(trade, played)
    for (const each of trade.seen) seen.add(each)
  }
  expect([...seen].sort()).toEqual([
    'after_sales_cancelled',
    'after_sales_escalated',
    'after_sales_opened',
    'after_sales_rejected',
    'late_payment_refused',
    'order_cancelled',
    'order_completed',
    'order_paid',
    'order_placed',
    'order_received',
    'order_refunded',
    'order_shipped',
    'paid_late',
    'refund_started',
    'return_approved',
    'return_sent',
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
