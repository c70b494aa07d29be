import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { Fen } from '../shared/fen.ts'
import { CustomerId, OrderId, ShopId } from '../shared/ids.ts'
import { Day } from '../shared/time.ts'

/**
 * What an order tells about itself as a purchase. Every such event is the whole truth about its order up to then, so the
 * type of the event says nothing more: the one with the highest number in the order's log stands, whenever it arrives.
 */
export const PurchaseEvent = z.object({
  shopId: ShopId,
  customerId: CustomerId,
  orderId: OrderId,
  /** Day of the payment on the shop's calendar; a later event of the order repeats it. */
  day: Day,
  /** What was paid, less what was given back: fen. */
  netPaidFen: Fen,
  /** Who brought the customer to the shop. */
  introducerId: CustomerId.nullable(),
  /** True for the owner's and the staff's own orders. */
  excludedFromFigures: z.boolean(),
})
export type PurchaseEvent = z.infer<typeof PurchaseEvent>

/** A purchase event and its number in the log of its order. */
export type RecordedPurchase = { readonly eventNumber: number; readonly event: PurchaseEvent }

/** What is known of one order: its last event, less what the history says once. */
export const Purchase = PurchaseEvent.omit({ shopId: true, customerId: true }).extend({ eventNumber: z.int().min(1) })
export type Purchase = z.infer<typeof Purchase>

/** All orders of one customer in one shop, refunded and excluded ones too: by day, then by order. */
export type PurchaseHistory = {
  readonly shopId: ShopId
  readonly customerId: CustomerId
  readonly purchases: readonly Purchase[]
}

/**
 * Orders that one history holds: two a day for more than five years, and in the stored form still under the 400 kB of
 * an item. What comes after is left out of the figures and logged: customers and who came back stay right, while this
 * customer's orders, days and amount stop growing. Refunds of the orders held are followed as ever.
 */
export const purchasesMax = 4_000

/**
 * Takes in one event. The result depends on which events there were, not on their order or on repeats.
 * @returns the history with it, `unchanged` for what it knows or what a later event has overruled, or `full`.
 */
export function record(
  history: PurchaseHistory | undefined,
  { eventNumber, event }: RecordedPurchase,
): PurchaseHistory | 'unchanged' | 'full' {
  const { shopId, customerId, ...facts } = event
  assert(
    history === undefined || (history.shopId === shopId && history.customerId === customerId),
    'a history has the purchases of one customer in one shop',
  )
  const known = history?.purchases.find((purchase) => purchase.orderId === facts.orderId)
  if (known !== undefined && known.eventNumber >= eventNumber) return 'unchanged'
  const others = (history?.purchases ?? []).filter((purchase) => purchase !== known)
  if (others.length >= purchasesMax) return 'full'
  const purchases = [...others, { ...facts, eventNumber }].sort(byDayThenOrder)
  return { shopId, customerId, purchases }
}

function byDayThenOrder(a: Purchase, b: Purchase): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1
  return a.orderId < b.orderId ? -1 : 1
}
