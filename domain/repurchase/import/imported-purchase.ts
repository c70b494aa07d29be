import type { Purchase } from '../history.ts'
import { type ImportedOrder, type KeptRow, productsOf } from './imported-order.ts'

/**
 * The purchase that an imported order is. It has its number of rows as number of its event, so that what knows more of
 * them stands. The referrer is taken for the introducer too: files know no other.
 */
export function importedPurchase(order: ImportedOrder): Purchase {
  const { orderId, day, rows, refunds } = order
  const lines = productsOf(order)
    .map((product) => ({ ...product, nonGoods: false }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1))
  const referrerId = first(rows, 5)
  return {
    orderId,
    eventNumber: rows.length + refunds.length,
    day,
    at: null,
    netPaidFen: lines.reduce((sum, { netFen }) => sum + netFen, 0),
    lines,
    channel: first(rows, 6),
    referrerId,
    introducerId: referrerId,
    excluded: false,
    imported: true,
  }
}

/** Of rows that name different ones the first by name: it does not depend on the order in which they came. */
const first = (rows: readonly KeptRow[], part: 5 | 6): string | null =>
  rows
    .map((row) => row[part] ?? null)
    .filter((name) => name !== null)
    .toSorted()[0] ?? null
