import type { FileKind, Header } from '../../../domain/repurchase/import/columns.ts'
import {
  type ImportedOrder,
  type Taken,
  takeOrderRow,
  takeRefundRow,
} from '../../../domain/repurchase/import/imported-order.ts'
import { type ReadRow, readOrderRow, readRefundRow } from '../../../domain/repurchase/import/rows.ts'
import type { LineOf, RefusedLine } from '../../../domain/repurchase/import/take-rows.ts'
import type { Calendar } from '../../../domain/repurchase/import/timestamp.ts'
import type { ShopId } from '../../../domain/shared/ids.ts'
import { applyCustomers, type ImportContext } from './apply-customers.ts'
import { claimOrders } from './order-owner-store.ts'

/** A line of a file below its header; without fields where it could not be read. */
export type FileLine = { readonly line: number; readonly fields: readonly string[] | undefined }

export type FileLines = {
  readonly shopId: ShopId
  readonly importId: string
  readonly kind: FileKind
  readonly calendar: Calendar
  readonly header: Header
  readonly lines: readonly FileLine[]
  /** Told how many of the lines are taken in so far. */
  readonly onRows: (rows: number) => void
}

/** Takes some lines of a file in. @returns those that were left out, in the order of the file. */
export async function applyLines(context: ImportContext, lines: FileLines): Promise<RefusedLine[]> {
  const refused =
    lines.kind === 'orders'
      ? await applyRows(context, lines, readOrderRow, takeOrderRow, true)
      : await applyRows(context, lines, readRefundRow, takeRefundRow, false)
  return refused.sort(([a], [b]) => a - b)
}

type AnyRow = { readonly orderId: string; readonly customerId: string }

async function applyRows<Row extends AnyRow>(
  context: ImportContext,
  { header, calendar, lines, onRows, ...batch }: FileLines,
  read: (header: Header, fields: readonly string[], calendar: Calendar) => ReadRow<Row>,
  take: (order: ImportedOrder | undefined, row: Row) => Taken,
  isClaiming: boolean,
): Promise<RefusedLine[]> {
  const refused: RefusedLine[] = []
  const rows: LineOf<Row>[] = []
  for (const { line, fields } of lines) {
    const answer = fields?.length === header.width ? read(header, fields, calendar) : undefined
    if (answer?.ok) rows.push({ line, row: answer.row })
    else refused.push([line, answer?.reason ?? 'unreadable_line', answer?.column ?? ''])
  }
  const owned = isClaiming ? await ownRows(context, batch.shopId, rows) : { rows, refused: [] }
  const byCustomer = Map.groupBy(owned.rows, ({ row }) => row.customerId)
  const left = await applyCustomers(context, { ...batch, take, rows: byCustomer, onRows })
  return [...refused, ...owned.refused, ...left]
}

/** The rows whose order is their customer's, by all that was ever imported; the others are left out. */
async function ownRows<Row extends AnyRow>(context: ImportContext, shopId: ShopId, rows: readonly LineOf<Row>[]) {
  const claims = rows.map(({ row }) => [row.orderId, row.customerId] as const)
  const isOwn = await claimOrders(context, shopId, claims)
  return {
    rows: rows.filter(({ row }) => isOwn(row.orderId, row.customerId)),
    refused: rows
      .filter(({ row }) => !isOwn(row.orderId, row.customerId))
      .map(({ line }): RefusedLine => [line, 'order_of_other_customer', 'customer_id']),
  }
}
