import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { Fen } from '../shared/fen.ts'
import { CustomerId, OrderId, ProductId, ShopId, SkuId } from '../shared/ids.ts'
import { Day, Moment } from '../shared/time.ts'
import { isFull } from './history-weight.ts'

/** Longest name of a customer, order, product or channel: those of an imported past come from outside. */
export const outsideIdLengthMax = 64
/**
 * A name that the figures only carry: an id of ours, or one that a shop brought along from elsewhere. One line, without
 * control characters and halves of surrogate pairs, so that it can be stored, sent in a path and shown.
 */
export const OutsideId = z
  .string()
  .min(1)
  .max(outsideIdLengthMax)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'no control characters')

/** Most units of a product that one purchase says; far above any order, and four digits in the stored form. */
const quantityMax = 1_000_000

/** A purchase from before is a mistake of a file, a number that a spreadsheet took for a date; without a bound it would make
 *  centuries of empty months. */
export const earliestDay = '1970-01-01'

/** What is left of an order's line for one product. */
export const PurchaseLine = z.object({
  productId: OutsideId,
  /** Units left. */
  quantity: z.int().min(0).max(quantityMax),
  /** What is kept for them: fen. */
  netFen: Fen,
  /** Postage and the like: never bought for its own sake, so in no figure of products. */
  nonGoods: z.boolean(),
})
export type PurchaseLine = z.infer<typeof PurchaseLine>

/** What is known of one order as a purchase: the whole truth up to its event of that number. */
export const Purchase = z.object({
  orderId: OutsideId,
  /** Number of the event in the order's own log; of an imported order, how often its rows have changed it. The highest stands. */
  eventNumber: z.int().min(1),
  /** Day of the payment on the shop's calendar. */
  day: Day.refine((day) => day >= earliestDay, 'no purchase before 1970'),
  /** Moment of the payment; null where only the day is known. */
  at: Moment.nullable(),
  /** What was paid, less what was given back: fen, shipping included. */
  netPaidFen: Fen,
  /** One of each product, sorted by product. */
  lines: z.array(PurchaseLine),
  /** Channel of the link that won the attribution. */
  channel: OutsideId.nullable(),
  /** Who is credited with the order. */
  referrerId: OutsideId.nullable(),
  /** Who brought the customer to the shop, as known at this order; of an imported order the same as its referrer. */
  introducerId: OutsideId.nullable(),
  /** True for the owner's and the staff's own orders. */
  excluded: z.boolean(),
  /** True for an order from before the shop was here: the shop's own statement, also where its price was zero. */
  imported: z.boolean(),
})
export type Purchase = z.infer<typeof Purchase>

/** All orders of one customer in one shop, refunded and excluded ones too: by day, then by moment, then by order. */
export type PurchaseHistory = {
  readonly shopId: ShopId
  readonly customerId: string
  readonly purchases: readonly Purchase[]
}

/**
 * What an order tells about itself as a purchase. Every such event is the whole truth about its order up to then, so the
 * type of the event says nothing more: the one with the highest number in the order's log stands, whenever it arrives.
 */
export const PurchaseEvent = z.object({
  shopId: ShopId,
  customerId: CustomerId,
  orderId: OrderId,
  day: Day,
  paidAt: Moment,
  netPaidFen: Fen,
  lines: z.array(
    z.object({ productId: ProductId, skuId: SkuId, quantity: z.int().min(0), netFen: Fen, nonGoods: z.boolean() }),
  ),
  channel: OutsideId.nullable(),
  referrerId: CustomerId.nullable(),
  introducerId: CustomerId.nullable(),
  excludedFromFigures: z.boolean(),
})
export type PurchaseEvent = z.infer<typeof PurchaseEvent>

/** A purchase event and its number in the log of its order. */
export type RecordedPurchase = { readonly eventNumber: number; readonly event: PurchaseEvent }

/** The purchase that an order's event tells of. */
export function purchaseOf({ eventNumber, event }: RecordedPurchase): Purchase {
  const { shopId: _shop, customerId: _customer, paidAt: at, excludedFromFigures: excluded, ...facts } = event
  return { ...facts, eventNumber, at, excluded, imported: false, lines: linesByProduct(event.lines) }
}

/** One line of each product, sorted: several variants of it, or several rows, are one purchase of the product. */
export function linesByProduct(lines: readonly PurchaseLine[]): PurchaseLine[] {
  const products = new Map<string, PurchaseLine>()
  for (const { productId, quantity, netFen, nonGoods } of lines) {
    const known = products.get(productId) ?? { productId, quantity: 0, netFen: 0, nonGoods }
    products.set(productId, {
      productId,
      quantity: known.quantity + quantity,
      netFen: known.netFen + netFen,
      nonGoods: known.nonGoods || nonGoods,
    })
  }
  return [...products.values()].sort((a, b) => (a.productId < b.productId ? -1 : 1))
}

export const noPurchases = (shopId: ShopId, customerId: string): PurchaseHistory => ({
  shopId,
  customerId,
  purchases: [],
})

/**
 * Takes in what is known of one order. The result depends on what was told, not on its order or on repeats.
 * @returns the history with it, `unchanged` for what it knows or what a later event has overruled, or `full`.
 */
export function record(history: PurchaseHistory, purchase: Purchase): PurchaseHistory | 'unchanged' | 'full' {
  const known = history.purchases.find(({ orderId }) => orderId === purchase.orderId)
  if (known !== undefined && known.eventNumber >= purchase.eventNumber) return 'unchanged'
  const others = known === undefined ? history.purchases : history.purchases.filter((each) => each !== known)
  const after = { ...history, purchases: inOrder([...others, purchase]) }
  // A later event of an order that is held only takes away from it, so it is always taken in.
  return known === undefined && isFull(after.purchases) ? 'full' : after
}

/**
 * All that two histories of one person tell, under the second one's name: the same order told twice stands by its later event.
 * @returns `full` where one history cannot hold both.
 */
export function mergeHistories(from: PurchaseHistory, into: PurchaseHistory): PurchaseHistory | 'full' {
  assert(from.shopId === into.shopId && from.customerId !== into.customerId, 'two histories of one shop are merged')
  const orders = new Map(into.purchases.map((purchase) => [purchase.orderId, purchase]))
  for (const purchase of from.purchases) {
    const known = orders.get(purchase.orderId)
    if (known === undefined || known.eventNumber < purchase.eventNumber) orders.set(purchase.orderId, purchase)
  }
  const purchases = inOrder([...orders.values()])
  // Both are kept beside the union while the figures move, so both must fit into one item.
  return isFull([...from.purchases, ...into.purchases]) ? 'full' : { ...into, purchases }
}

/** Whether it is a purchase: an order of which something is kept. Imported ones may have cost nothing: what counts is a unit kept. */
export const isPurchase = ({ excluded, imported, netPaidFen, lines }: Purchase): boolean =>
  !excluded && (imported ? lines.some(({ quantity }) => quantity > 0) : netPaidFen > 0)

/** Whether something of a line is kept; of a line given back, its product has no buyer. */
export const isKept = (line: PurchaseLine, { imported }: Purchase): boolean =>
  imported ? line.quantity > 0 : line.netFen > 0

const inOrder = (purchases: readonly Purchase[]): Purchase[] => purchases.toSorted(byTime)

function byTime(a: Purchase, b: Purchase): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1
  const [atA, atB] = [a.at ?? '', b.at ?? '']
  if (atA !== atB) return atA < atB ? -1 : 1
  return a.orderId < b.orderId ? -1 : 1
}
