/**
 * Whose purchases a figure is over. `shop`: all customers of the shop. `platform`: those of all shops. `product`: the
 * buyers of one product. `channel`: those whose first purchase came by it. `referrer`: those whom that one introduced.
 * Everybody below a referrer, the scope `chain`, has no cells: a purchase would be in those of a thousand referrers. Its
 * plain figures climb the chain (`chainFigures`).
 */
export const scopeKinds = ['shop', 'platform', 'product', 'channel', 'referrer'] as const
export type ScopeKind = (typeof scopeKinds)[number]
/** A scope; `id` is empty where there is only one of its kind. */
export type Scope = { readonly kind: ScopeKind; readonly id: string }

export const shopScope: Scope = { kind: 'shop', id: '' }
export const platformScope: Scope = { kind: 'platform', id: '' }

/** Windows of `withinDays`: days from the first to the second purchase day. */
export const withinDays = [7, 14, 30, 60, 90, 180, 365] as const
export type WithinDays = (typeof withinDays)[number]

/**
 * What is counted, each on the day on which it happens, so that the sum up to any day is the figure as of that day:
 * - `orders.k`, `days.k`: customers whose k-th order, or k-th purchase day, is that day. Customers with exactly k are the
 *   difference of two neighbours.
 * - `gap.n`: of customers, whose second purchase day came n days after the first; of a product, its purchase days n days
 *   after the customer's one before.
 * - `cohort.m`, `back.m`: customers first seen in month m, on their first purchase day of each month; on their second day ever.
 * - `activeLastMonth`: customers who bought in the month before too, on their first day of the month.
 * - `repeatInMonthByOrder`, `repeatInMonthByDay`: on the day of their second order, or second day, of the month.
 * - `returning`: customers of the month who have more than one order by then.
 * - `first`, `within.n`: customers, and those who came back within n days, on the day of their *first* purchase.
 * - `guestOrders`: orders of nobody who is known. They are among orders, amounts, units and what a channel won, and in
 *   nothing that counts customers.
 * - `units`, `amountFen`; `attributedOrders`, `attributedFen`: orders won by a channel, whoever had brought the customer.
 */
export type Figure =
  | 'amountFen'
  | 'guestOrders'
  | 'units'
  | 'attributedOrders'
  | 'attributedFen'
  | 'activeLastMonth'
  | 'repeatInMonthByOrder'
  | 'repeatInMonthByDay'
  | 'returning'
  | 'first'
  | `${'orders' | 'days' | 'gap'}.${number}`
  | `${'cohort' | 'back'}.${string}`
  | `within.${WithinDays}`
export type Figures = ReadonlyMap<Figure, number>

/** One number that is kept: a figure of a scope on a day. */
export type Cell = `${ScopeKind}/${string}/${string}/${Figure}`
/** Cells and what is in them; a cell that is not there is 0, and none is stored as 0. */
export type Cells = ReadonlyMap<Cell, number>

/** An id as it stands in cells and keys: ASCII, without the signs that separate. */
export const escapeId = (id: string): string => encodeURIComponent(id)
export const unescapeId = (text: string): string => decodeURIComponent(text)

export const cellOf = ({ kind, id }: Scope, day: string, figure: Figure): Cell =>
  `${kind}/${escapeId(id)}/${day}/${figure}`
export function cellParts(cell: Cell): { scope: Scope; day: string; figure: Figure } {
  const [kind, id = '', day = '', figure] = cell.split('/')
  return { scope: { kind: kind as ScopeKind, id: unescapeId(id) }, day, figure: figure as Figure }
}

/** What to add to each cell to get from one to the other; cells that stay as they are, are left out. */
export function difference(before: Cells, after: Cells): Cells {
  const changed = new Map<Cell, number>()
  for (const [cell, value] of after) {
    const change = value - (before.get(cell) ?? 0)
    if (change !== 0) changed.set(cell, change)
  }
  for (const [cell, value] of before) if (!after.has(cell)) changed.set(cell, -value)
  return changed
}

/** The cells of several together. */
export function sumCells(parts: Iterable<Cells>): Map<Cell, number> {
  const sums = new Map<Cell, number>()
  for (const cells of parts) for (const [cell, value] of cells) sums.set(cell, (sums.get(cell) ?? 0) + value)
  return sums
}

/** What is counted in one scope, day by day. */
export const countsOf = (cells: Cells, { kind, id: of }: Scope): [day: string, figure: Figure, value: number][] =>
  [...cells].flatMap(([cell, value]): [string, Figure, number][] => {
    const { scope, day, figure } = cellParts(cell)
    return scope.kind === kind && scope.id === of ? [[day, figure, value]] : []
  })
