import fc from 'fast-check'
import {
  PurchaseEvent,
  type PurchaseHistory,
  type RecordedPurchase,
  record,
} from '../../../domain/repurchase/history.ts'
import type { StoredEvent } from '../../../functions/shared/event-log.ts'

type Facts = {
  order?: number
  eventNumber?: number
  shop?: number
  customer?: number
  day?: string
  netPaidFen?: number
  introducer?: number | undefined
  excluded?: boolean
}

const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, '0')}`
export const shopId = (number = 1) => PurchaseEvent.shape.shopId.parse(id('shp', number))
export const customerId = (number: number) => PurchaseEvent.shape.customerId.parse(id('cus', number))
export const referrerId = (number: number) => customerId(900_000 + number)

/** An event of an order; what is left out is the first event of order 1, 100 fen paid by customer 1 on 1 March 2026. */
export function purchase(facts: Facts = {}): StoredEvent<PurchaseEvent> {
  const { order = 1, eventNumber = 1, introducer } = facts
  const event = PurchaseEvent.parse({
    shopId: shopId(facts.shop),
    customerId: customerId(facts.customer ?? 1),
    orderId: id('ord', order),
    day: facts.day ?? '2026-03-01',
    netPaidFen: facts.netPaidFen ?? 100,
    introducerId: introducer === undefined ? null : referrerId(introducer),
    excludedFromFigures: facts.excluded ?? false,
  })
  return { eventId: `${event.orderId}#${eventNumber}`, eventNumber, event }
}

/** The history that events of one customer lead to. */
export function historyOf(...events: RecordedPurchase[]): PurchaseHistory | undefined {
  return events.reduce<PurchaseHistory | undefined>((history, stored) => {
    const next = record(history, stored)
    return typeof next === 'string' ? history : next
  }, undefined)
}

/** Orders of a few customers in two shops, each with up to three events: paid, then refunded in part or whole. */
const orders = fc.array(
  fc.record({
    shop: fc.integer({ min: 1, max: 2 }),
    customer: fc.integer({ min: 1, max: 4 }),
    day: fc
      .integer({ min: 0, max: 40 })
      .map((days) => new Date(Date.UTC(2026, 1, 10 + days)).toISOString().slice(0, 10)),
    paidFen: fc.integer({ min: 1, max: 500 }),
    keptParts: fc.array(fc.constantFrom(0, 0.25, 0.5), { maxLength: 2 }),
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
