import { amountMaxFen } from '../../shared/fen.ts'
import { daysBetween } from '../../shared/time.ts'
import type { RowReason } from './fields.ts'
import { fenOfMilliYuan } from './milli-yuan.ts'
import type { OrderRow, RefundRow } from './rows.ts'

/** Rows and refunds that one order may have; a real one has a few lines. Adding a row reads all of them. */
const rowsPerOrderMax = 5_000

/** Days from an order's first row to its last: who orders at midnight pays on the next day. Further apart, two orders share an id. */
const rowsApartDaysMax = 1

/** What a row of an order's file says, less the order and customer, in one order of its parts; `null` parts at the end left out. */
export type KeptRow = readonly [
  productId: string,
  quantity: number,
  milliYuan: number,
  time?: string | null,
  isRefunded?: 1 | null,
  referrerId?: string | null,
  channel?: string | null,
  /** Where it is not the order's. */
  day?: string | null,
]
/** What a row of a refunds' file says, less the order and customer. */
export type KeptRefund = readonly [
  refundId: string,
  productId: string,
  quantity: number,
  day: string,
  time?: string | null,
]

/**
 * An order from before, as the rows of files made it: the source of its purchase. A row's identity is all that it says,
 * so the same row again, in this file or another one, is no news; and what an order comes to does not depend on the order
 * in which its rows came.
 */
export type ImportedOrder = {
  readonly orderId: string
  /** That of its earliest row. */
  readonly day: string
  readonly rows: readonly KeptRow[]
  readonly refunds: readonly KeptRefund[]
}

/** What became of a row: the order with it, nothing new, or why it is left out. */
export type Taken = ImportedOrder | 'unchanged' | { readonly reason: RowReason; readonly column: string }

/** Takes a row of an order in. @param known the order as the rows before made it. */
export function takeOrderRow(known: ImportedOrder | undefined, row: OrderRow): Taken {
  const { orderId, when } = row
  const order = onEarlierDay(known ?? { orderId, day: when.day, rows: [], refunds: [] }, when.day)
  if (order === undefined || daysBetween(order.day, when.day) > rowsApartDaysMax)
    return { reason: 'order_on_other_day', column: 'timestamp' }
  const kept = withoutEnd<KeptRow>([
    row.productId,
    row.quantity,
    row.milliYuan,
    when.time === '' ? null : when.time,
    row.isRefunded ? 1 : null,
    row.referrerId,
    row.channel,
    when.day === order.day ? null : when.day,
  ])
  if (holds(order.rows, kept)) return 'unchanged'
  if (isFull(order)) return { reason: 'order_full', column: 'order_id' }
  const rows = [...order.rows, kept]
  if (totalFen(rows) > amountMaxFen) return { reason: 'bad_amount', column: 'amount' }
  return { ...order, rows }
}

/** The order as it is where one of its rows is on that day; undefined where that is too long before. */
function onEarlierDay(order: ImportedOrder, day: string): ImportedOrder | undefined {
  if (day >= order.day) return order
  if (daysBetween(day, order.day) > rowsApartDaysMax) return undefined
  return { ...order, day, rows: order.rows.map((row) => onOtherDay(row, order.day)) }
}

function onOtherDay(row: KeptRow, day: string): KeptRow {
  const [productId, quantity, milliYuan, time = null, isRefunded = null, referrerId = null, channel = null, own] = row
  return [productId, quantity, milliYuan, time, isRefunded, referrerId, channel, own ?? day]
}

/**
 * Takes units of a product off an order. A refund of more units than are left is left out whole.
 * @param known the order; refunds are taken in after the rows of orders.
 */
export function takeRefundRow(known: ImportedOrder | undefined, row: RefundRow): Taken {
  if (known === undefined) return { reason: 'unknown_order', column: 'order_id' }
  const { day, time } = row.when
  const kept = withoutEnd<KeptRefund>([row.refundId, row.productId, row.quantity, day, time === '' ? null : time])
  if (holds(known.refunds, kept)) return 'unchanged'
  const product = productsOf(known).find(({ productId }) => productId === row.productId)
  if (product === undefined) return { reason: 'unknown_product', column: 'product_id' }
  if (product.quantity < row.quantity) return { reason: 'more_than_bought', column: 'quantity' }
  if (isFull(known)) return { reason: 'order_full', column: 'order_id' }
  return { ...known, refunds: [...known.refunds, kept] }
}

const totalFen = (rows: readonly KeptRow[]): number =>
  rows.reduce((sum, [, , milliYuan]) => sum + (fenOfMilliYuan(milliYuan) ?? 0), 0)

const isFull = ({ rows, refunds }: ImportedOrder) => rows.length + refunds.length >= rowsPerOrderMax

/** Parts at the end that say nothing are not stored. */
function withoutEnd<Kept extends readonly unknown[]>(parts: Kept): Kept {
  const end = parts.findLastIndex((part) => part !== null)
  return parts.slice(0, end + 1) as unknown as Kept
}

const holds = (kept: readonly (readonly unknown[])[], one: readonly unknown[]): boolean =>
  kept.some((each) => each.length === one.length && each.every((part, at) => part === one[at]))

/** What is left of a product in an order. */
export type KeptProduct = { readonly productId: string; readonly quantity: number; readonly netFen: number }

/**
 * What is left of each product that an order has, those of which nothing is left too. A row that went back whole leaves
 * nothing; a refund of units leaves their share of what was paid for the product, so that all units back leave 0.
 */
export function productsOf({ rows, refunds }: ImportedOrder): KeptProduct[] {
  const bought = new Map<string, { units: number; fen: number }>()
  for (const [productId, units, milliYuan, , isRefunded] of rows) {
    const known = bought.get(productId) ?? { units: 0, fen: 0 }
    const isKept = isRefunded !== 1
    const fen = fenOfMilliYuan(milliYuan) ?? 0
    bought.set(productId, { units: known.units + (isKept ? units : 0), fen: known.fen + (isKept ? fen : 0) })
  }
  const back = new Map<string, number>()
  for (const [, productId, units] of refunds) back.set(productId, (back.get(productId) ?? 0) + units)
  return [...bought].map(([productId, { units, fen }]) => {
    // A row taken as refunded later than its refund was: then no more than all of it is back.
    const unitsBack = Math.min(units, back.get(productId) ?? 0)
    return { productId, quantity: units - unitsBack, netFen: fen - shareOfUnits(fen, unitsBack, units) }
  })
}

/** The part of an amount that some of its units make, rounded half up to a whole fen. Exact however large the product is. */
function shareOfUnits(fen: number, units: number, ofUnits: number): number {
  if (units === 0) return 0
  const [part, whole] = [BigInt(units), BigInt(ofUnits)]
  return Number((2n * BigInt(fen) * part + whole) / (2n * whole))
}
