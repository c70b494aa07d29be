import type { CustomerId } from '../shared/ids.ts'
import { daysBetween } from '../shared/time.ts'
import type { PurchaseHistory } from './history.ts'

/** Whose customers a figure is over: all of the shop, or those that one referrer introduced to it. */
export type Scope = 'shop' | CustomerId

/** Figures that are plain sums over the customers of a scope. */
export const counters = [
  'customers',
  'orders',
  'purchaseDays',
  'amountFen',
  'repeatCustomersByOrder',
  'repeatCustomersByDay',
] as const
export type Counter = (typeof counters)[number]

/** A stored figure: a counter, or how many customers came back for a second day that many days after their first. */
export type Figure = Counter | `secondPurchase.${number}`
export type Figures = ReadonlyMap<Figure, number>

/** One number that is kept: a figure of a scope. */
export type Cell = `${Scope}/${Figure}`
/** Cells and what is in them; a cell that is not there is 0, and none is stored as 0. */
export type Cells = ReadonlyMap<Cell, number>

const secondPurchasePrefix = 'secondPurchase.'
export const secondPurchaseAfter = (days: number): Figure => `${secondPurchasePrefix}${days}`
/** Days from first to second purchase day that a figure counts; undefined for a counter. */
export const secondPurchaseDays = (figure: Figure): number | undefined =>
  figure.startsWith(secondPurchasePrefix) ? Number(figure.slice(secondPurchasePrefix.length)) : undefined

export const cellOf = (scope: Scope, figure: Figure): Cell => `${scope}/${figure}`
export function cellParts(cell: Cell): { scope: Scope; figure: Figure } {
  const slash = cell.indexOf('/')
  return { scope: cell.slice(0, slash) as Scope, figure: cell.slice(slash + 1) as Figure }
}

/**
 * What one customer adds to every stored figure: the definition of them all. A figure of a shop is the sum of this over
 * the histories of its customers, so whatever changes a history changes the figures by `difference`.
 *
 * An order is a purchase while its net paid amount is above zero and it is not excluded. Several on one day of the
 * shop's calendar are one purchase day. The introducer is the one whom the first order that knows of one names, be it
 * refunded since or not: an introduction does not depend on what was bought.
 */
export function contributions(history: PurchaseHistory | undefined): Cells {
  const figures = history === undefined ? [] : figuresOf(history)
  const introducerId = history?.purchases.find((purchase) => purchase.introducerId !== null)?.introducerId
  const scopes: Scope[] = introducerId ? ['shop', introducerId] : ['shop']
  return new Map(scopes.flatMap((scope) => figures.map(([figure, value]) => [cellOf(scope, figure), value] as const)))
}

function figuresOf({ purchases }: PurchaseHistory): [Figure, number][] {
  const counted = purchases.filter((purchase) => purchase.netPaidFen > 0 && !purchase.excludedFromFigures)
  const [firstDay, secondDay, ...laterDays] = [...new Set(counted.map((purchase) => purchase.day))].sort()
  if (firstDay === undefined) return []
  const figures: [Figure, number][] = [
    ['customers', 1],
    ['orders', counted.length],
    ['purchaseDays', secondDay === undefined ? 1 : 2 + laterDays.length],
    ['amountFen', counted.reduce((sum, purchase) => sum + purchase.netPaidFen, 0)],
  ]
  if (counted.length > 1) figures.push(['repeatCustomersByOrder', 1])
  if (secondDay !== undefined)
    figures.push(['repeatCustomersByDay', 1], [secondPurchaseAfter(daysBetween(firstDay, secondDay)), 1])
  return figures
}

/** What to add to each cell to get from one to the other; cells that stay as they are, are left out. */
export function difference(before: Cells, after: Cells): Cells {
  const changed = new Map<Cell, number>()
  for (const cell of new Set([...before.keys(), ...after.keys()])) {
    const change = (after.get(cell) ?? 0) - (before.get(cell) ?? 0)
    if (change !== 0) changed.set(cell, change)
  }
  return changed
}
