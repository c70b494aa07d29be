/** Columns of a file of orders, several rows of which may share an order. */
export const orderColumns = {
  required: ['order_id', 'customer_id', 'product_id', 'quantity', 'amount', 'timestamp'],
  optional: ['refunded', 'referrer_id', 'channel'],
} as const

/** Columns of a file of refunds. */
export const refundColumns = {
  required: ['order_id', 'product_id', 'quantity', 'refund_id', 'customer_id', 'timestamp'],
  optional: [],
} as const

export type Columns = { readonly required: readonly string[]; readonly optional: readonly string[] }
export type FileKind = 'orders' | 'refunds'
export const columnsOf: Readonly<Record<FileKind, Columns>> = { orders: orderColumns, refunds: refundColumns }

/** Where each column of a file is. Columns that nobody asked for are passed over. */
export type Header = { readonly at: ReadonlyMap<string, number>; readonly width: number }

/** What is wrong with a header: columns that are not there, or twice. */
export type HeaderFault = { readonly missing: readonly string[]; readonly twice: readonly string[] }

/** Reads the first line of a file: columns in any order, in capitals or not. */
export function readHeader(names: readonly string[], columns: Columns): Header | HeaderFault {
  const given = names.map((name) => name.trim().toLowerCase())
  const wanted = [...columns.required, ...columns.optional]
  const missing = columns.required.filter((name) => !given.includes(name))
  const twice = wanted.filter((name) => given.indexOf(name) !== given.lastIndexOf(name))
  if (missing.length > 0 || twice.length > 0) return { missing, twice }
  return { at: new Map(wanted.map((name) => [name, given.indexOf(name)])), width: given.length }
}

/** The field of a column; empty where the file does not have the column. */
export const fieldOf = (header: Header, fields: readonly string[], column: string): string =>
  fields[header.at.get(column) ?? -1] ?? ''
