import { isPaidOrder } from '../domain/orders/order.ts'
import { countsOf, shopScope, sumCells } from '../domain/repurchase/cells.ts'
import { contributions } from '../domain/repurchase/contributions.ts'
import type { SummaryFigures } from '../domain/repurchase/figure-shapes.ts'
import { summaryFigures } from '../domain/repurchase/figures.ts'
import { PurchaseEvent, type PurchaseHistory } from '../domain/repurchase/history.ts'
import { seriesOf, totalsOf } from '../domain/repurchase/series.ts'
import { cellsPrefix, platformOwner } from '../functions/repurchase/cell-place.ts'
import { mergesIn } from '../functions/repurchase/history-store.ts'
import {
  driftOf,
  rebuildCells,
  rebuildHistories,
  type StoredCells,
  storedCells,
  toldBy,
} from '../functions/repurchase/rebuild.ts'
import type { FullRead } from './full-read.ts'

/** The running figures of the shops are those rebuilt from the events, and the plain ones are a simple count of the orders. */
export function figureViolations(read: FullRead): string[] {
  const histories = historiesOf(read)
  const stored = storedCells(read.repurchaseItems.filter((item) => !isOfPlatform(item.pk)))
  return [...drift(stored, ofShops(rebuildCells(histories))), ...countViolations(histories, read.orders)]
}

/** So are those over all shops; the read must be of them all. */
export function platformViolations(read: FullRead): string[] {
  const stored = storedCells(read.repurchaseItems.filter((item) => isOfPlatform(item.pk)))
  const rebuilt = rebuildCells(historiesOf(read))
  return drift(stored, new Map([...rebuilt].filter(([cell]) => isOfPlatform(cell))))
}

const isOfPlatform = (name: string): boolean => name.startsWith(`${cellsPrefix}#${platformOwner}#`)
const ofShops = (cells: StoredCells): StoredCells => new Map([...cells].filter(([cell]) => !isOfPlatform(cell)))

export function historiesOf({ orders, repurchaseItems }: FullRead): PurchaseHistory[] {
  const told = orders.flatMap(({ events }) =>
    events
      .filter(({ event }) => event.type === 'order_paid' || event.type === 'order_refunded')
      .map((stored) => toldBy({ ...stored, event: PurchaseEvent.parse(stored.event) })),
  )
  return rebuildHistories(told, mergesIn(repurchaseItems))
}

const drift = (stored: StoredCells, rebuilt: StoredCells): string[] =>
  driftOf(stored, rebuilt).map(({ cell, is, should }) => `figure ${cell} is ${is}, rebuilt it is ${should}`)

function countViolations(histories: readonly PurchaseHistory[], orders: FullRead['orders']): string[] {
  const counted = orders.flatMap(({ state }) =>
    isPaidOrder(state) && state.netPaidFen > 0 && !state.excludedFromFigures ? [state] : [],
  )
  // A customer of two shops is one of each; a merge would make one of two, and nobody merges customers here.
  const byCustomer = Map.groupBy(counted, ({ shopId, customerId }) => `${shopId} ${customerId}`)
  const daysOf = (list: readonly { readonly paidDay: string }[]) => new Set(list.map(({ paidDay }) => paidDay)).size
  const customers = [...byCustomer.values()]
  const expected: Partial<SummaryFigures> = {
    customers: customers.length,
    orders: counted.length,
    purchaseDays: customers.reduce((sum, list) => sum + daysOf(list), 0),
    amountFen: counted.reduce((sum, order) => sum + order.netPaidFen, 0),
    repeatCustomersByOrder: customers.filter((list) => list.length > 1).length,
    repeatCustomersByDay: customers.filter((list) => daysOf(list) > 1).length,
  }
  const cells = sumCells(histories.map(contributions))
  const figures = summaryFigures(totalsOf(seriesOf(countsOf(cells, shopScope), '9999-12-31')))
  return Object.entries(expected).flatMap(([name, value]) => {
    const is = figures[name as keyof SummaryFigures]
    return is === value ? [] : [`${name} is ${is}, the orders count ${value}`]
  })
}
