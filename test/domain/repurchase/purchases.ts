import fc from 'fast-check'
import { countsOf, type Scope, shopScope, sumCells } from '../../../domain/repurchase/cells.ts'
import { contributions } from '../../../domain/repurchase/contributions.ts'
import { guestOf } from '../../../domain/repurchase/guest.ts'
import {
  noPurchases,
  Purchase,
  PurchaseEvent,
  type PurchaseHistory,
  purchaseOf,
  type RecordedPurchase,
  record,
} from '../../../domain/repurchase/history.ts'
import { type Series, seriesOf } from '../../../domain/repurchase/series.ts'
import type { StoredEvent } from '../../../functions/shared/event-log.ts'

type Facts = {
  order?: number
  eventNumber?: number
  shop?: number
  customer?: number
  day?: string
  netPaidFen?: number
  /** Numbers of the products; each has one unit and an equal part of what was paid, the first one the rest. */
  products?: readonly number[]
  nonGoods?: boolean
  channel?: string | undefined
  introducer?: number | undefined
  excluded?: boolean
}

const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, '0')}`
export const shopId = (number = 1) => PurchaseEvent.shape.shopId.parse(id('shp', number))
export const customerId = (number: number) => PurchaseEvent.shape.customerId.parse(id('cus', number))
export const referrerId = (number: number) => customerId(900_000 + number)
export const productId = (number: number) => id('prd', number)

/** An event of an order; what is left out is the first event of order 1, 100 fen paid by customer 1 on 1 March 2026. */
export function purchase(facts: Facts = {}): StoredEvent<PurchaseEvent> {
  const { order = 1, eventNumber = 1, introducer, netPaidFen = 100, products = [1], day = '2026-03-01' } = facts
  const each = Math.floor(netPaidFen / products.length)
  const event = PurchaseEvent.parse({
    shopId: shopId(facts.shop),
    customerId: customerId(facts.customer ?? 1),
    orderId: id('ord', order),
    day,
    paidAt: `${day}T04:00:00.000Z`,
    netPaidFen,
    lines: products.map((product, at) => ({
      productId: productId(product),
      skuId: id('sku', product),
      quantity: 1,
      netFen: at === 0 ? netPaidFen - each * (products.length - 1) : each,
      nonGoods: facts.nonGoods ?? false,
    })),
    channel: facts.channel ?? null,
    referrerId: null,
    introducerId: introducer === undefined ? null : referrerId(introducer),
    excludedFromFigures: facts.excluded ?? false,
  })
  return { eventId: `${event.orderId}#${eventNumber}`, eventNumber, event }
}

/** A purchase from before, of one unit. */
export const imported = (orderId: string, day: string, facts: Partial<Purchase> = {}): Purchase =>
  Purchase.parse({
    orderId,
    eventNumber: 1,
    day,
    at: null,
    netPaidFen: 100,
    lines: [{ productId: 'CD', quantity: 1, netFen: facts.netPaidFen ?? 100, nonGoods: false }],
    channel: null,
    referrerId: null,
    introducerId: null,
    excluded: false,
    imported: true,
    ...facts,
  })

/** One purchase, by its event or as it is. */
export type Told = RecordedPurchase | Purchase

/** The history that purchases of one customer lead to. */
export function historyOf(...purchases: Told[]): PurchaseHistory {
  return purchases.reduce<PurchaseHistory>(
    (history, told) => {
      const next = record(history, 'event' in told ? purchaseOf(told) : told)
      return typeof next === 'string' ? history : next
    },
    noPurchases(shopId(), customerId(1)),
  )
}

/** The history of an order that a file gives to nobody. */
export const guestHistory = (purchase: Purchase): PurchaseHistory => ({
  shopId: shopId(),
  customerId: guestOf(purchase.orderId),
  purchases: [purchase],
})

/** The series of one scope as the histories themselves give it. */
export const seriesFrom = (histories: readonly PurchaseHistory[], asOf: string, scope: Scope = shopScope): Series =>
  seriesOf(countsOf(sumCells(histories.map(contributions)), scope), asOf)

/** Orders of a few customers in two shops, each with up to three events: paid, then refunded in part or whole. */
const orders = fc.array(
  fc.record({
    shop: fc.integer({ min: 1, max: 2 }),
    customer: fc.integer({ min: 1, max: 4 }),
    day: fc
      .integer({ min: 0, max: 100 })
      .map((days) => new Date(Date.UTC(2026, 0, 10 + days)).toISOString().slice(0, 10)),
    paidFen: fc.integer({ min: 1, max: 500 }),
    products: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    keptParts: fc.array(fc.constantFrom(0, 0.25, 0.5), { maxLength: 2 }),
    channel: fc.option(fc.constantFrom('moments', 'group'), { nil: undefined }),
    introducer: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    excluded: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
  }),
  { minLength: 1, maxLength: 25 },
)

const eventsOf = orders.map((list) =>
  list.flatMap(({ paidFen, keptParts, ...facts }, at) =>
    [1, ...keptParts].map((kept, earlier) =>
      purchase({ ...facts, order: at + 1, eventNumber: earlier + 1, netPaidFen: Math.floor(paidFen * kept) }),
    ),
  ),
)

/** Every event at least once, some more often, in any order. */
export const deliveries = eventsOf.chain((events) =>
  fc
    .array(fc.constantFrom(...events), { maxLength: events.length })
    .chain((repeats) => fc.shuffledSubarray([...events, ...repeats], { minLength: events.length + repeats.length })),
)
