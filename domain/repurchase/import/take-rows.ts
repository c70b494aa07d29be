import type { RowReason } from './fields.ts'
import type { ImportedOrder, Taken } from './imported-order.ts'

/** A row and the line of the file that it is in. */
export type LineOf<Row> = { readonly line: number; readonly row: Row }

/** A line that was left out, why, and the column that says so. */
export type RefusedLine = readonly [line: number, reason: RowReason, column: string]

/** What some rows make of one customer's imported orders. */
export type TakenRows = {
  /** All of the customer's, by order. */
  readonly orders: ReadonlyMap<string, ImportedOrder>
  /** Those that the rows have made or changed. */
  readonly changed: readonly ImportedOrder[]
  readonly newOrders: number
  readonly refused: readonly RefusedLine[]
}

/** Takes rows of one customer in, in the order of the file. @param take how a row changes its order. */
export function takeRows<Row extends { readonly orderId: string }>(
  known: ReadonlyMap<string, ImportedOrder>,
  rows: readonly LineOf<Row>[],
  take: (order: ImportedOrder | undefined, row: Row) => Taken,
): TakenRows {
  const orders = new Map(known)
  const changed = new Set<string>()
  const refused: RefusedLine[] = []
  for (const { line, row } of rows) {
    const taken = take(orders.get(row.orderId), row)
    if (taken === 'unchanged') continue
    if ('reason' in taken) refused.push([line, taken.reason, taken.column])
    else {
      orders.set(row.orderId, taken)
      changed.add(row.orderId)
    }
  }
  return {
    orders,
    changed: [...changed].flatMap((orderId) => orders.get(orderId) ?? []),
    newOrders: [...changed].filter((orderId) => !known.has(orderId)).length,
    refused,
  }
}
