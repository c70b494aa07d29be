import { OrderId } from '../../shared/ids.ts'
import { guestOf } from '../guest.ts'
import { fieldOf, type Header } from './columns.ts'
import { type Field, flag, milliYuan, optionalId, outsideId, quantity, type RowReason } from './fields.ts'
import { type Calendar, type RowTime, rowTime } from './timestamp.ts'

/** A row of a file of orders, as understood. */
export type OrderRow = {
  readonly orderId: string
  /** Whose it is; where the file leaves it empty, the guest of this order. */
  readonly customerId: string
  readonly productId: string
  readonly quantity: number
  /** Total of the row in thousandths of a yuan. */
  readonly milliYuan: number
  readonly when: RowTime
  /** The whole row went back. */
  readonly isRefunded: boolean
  readonly referrerId: string | null
  readonly channel: string | null
}

/** A row of a file of refunds: units of one product of one order that went back. Several rows may share a refund. */
export type RefundRow = {
  readonly orderId: string
  readonly customerId: string
  readonly productId: string
  readonly quantity: number
  readonly refundId: string
  readonly when: RowTime
}

/** A row, or why it is left out, with the column that says so. */
export type ReadRow<Row> =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly reason: RowReason; readonly column: string }

type Fields<Row> = { readonly [Name in keyof Row]: readonly [column: string, field: Field<Row[Name]>] }

export function readOrderRow(header: Header, fields: readonly string[], calendar: Calendar): ReadRow<OrderRow> {
  const of = (column: string) => fieldOf(header, fields, column)
  const orderId = outsideId(of('order_id'))
  if (orderId.ok && isOurs(orderId.value)) return { ok: false, reason: 'own_order_id', column: 'order_id' }
  return assemble<OrderRow>({
    orderId: ['order_id', orderId],
    customerId: ['customer_id', buyer(of('customer_id'), orderId)],
    productId: ['product_id', outsideId(of('product_id'))],
    quantity: ['quantity', quantity(of('quantity'))],
    milliYuan: ['amount', milliYuan(of('amount'))],
    when: ['timestamp', rowTime(of('timestamp'), calendar)],
    isRefunded: ['refunded', flag(of('refunded'))],
    referrerId: ['referrer_id', optionalId(of('referrer_id'))],
    channel: ['channel', optionalId(of('channel'))],
  })
}

export function readRefundRow(header: Header, fields: readonly string[], calendar: Calendar): ReadRow<RefundRow> {
  const of = (column: string) => fieldOf(header, fields, column)
  const orderId = outsideId(of('order_id'))
  return assemble<RefundRow>({
    orderId: ['order_id', orderId],
    customerId: ['customer_id', buyer(of('customer_id'), orderId)],
    productId: ['product_id', outsideId(of('product_id'))],
    quantity: ['quantity', quantity(of('quantity'))],
    refundId: ['refund_id', outsideId(of('refund_id'))],
    when: ['timestamp', rowTime(of('timestamp'), calendar)],
  })
}

/** Orders of this system are in the figures by themselves: a file that was exported from here must not double them. */
const isOurs = (orderId: string): boolean => OrderId.safeParse(orderId).success

const buyer = (customerId: string, orderId: Field<string>): Field<string> => {
  if (customerId.trim() !== '') return outsideId(customerId)
  return orderId.ok ? { ok: true, value: guestOf(orderId.value) } : orderId
}

function assemble<Row>(fields: Fields<Row>): ReadRow<Row> {
  const row: Partial<Row> = {}
  for (const name in fields) {
    const [column, field] = fields[name]
    if (!field.ok) return { ok: false, reason: field.reason, column }
    row[name] = field.value
  }
  // Every name of the type is in `fields`, so nothing of the row is missing.
  return { ok: true, row: row as Row }
}
