import { type Cells, type Counter, cellOf, cellParts } from '../domain/repurchase/contributions.ts'
import { PurchaseEvent } from '../domain/repurchase/history.ts'
import { runningCells } from '../functions/repurchase/cell-store.ts'
import { rebuildCells, rebuildHistories } from '../functions/repurchase/rebuild.ts'
import type { FullRead } from './full-read.ts'

/** The running figures are those rebuilt from the events, and the plain ones are a simple count of the orders. */
export function figureViolations({ orders, repurchaseItems }: FullRead): string[] {
  const recorded = orders.flatMap(({ events }) =>
    events
      .filter(({ event }) => event.type === 'order_paid' || event.type === 'order_refunded')
      .map((stored) => ({ ...stored, event: PurchaseEvent.parse(stored.event) })),
  )
  const running = runningCells(repurchaseItems)
  const rebuilt = rebuildCells(rebuildHistories(recorded))
  const shops = new Set([...running.keys(), ...rebuilt.keys()])
  return [...shops].flatMap((shopId) => {
    const cells = running.get(shopId) ?? new Map()
    return [...drift(cells, rebuilt.get(shopId) ?? new Map()), ...countViolations(cells, orders)]
  })
}

function drift(running: Cells, rebuilt: Cells): string[] {
  const cells = new Set([...running.keys(), ...rebuilt.keys()])
  return [...cells].flatMap((cell) => {
    const [is, should] = [running.get(cell) ?? 0, rebuilt.get(cell) ?? 0]
    return is === should ? [] : [`figure ${JSON.stringify(cellParts(cell))} is ${is}, rebuilt it is ${should}`]
  })
}

function countViolations(running: Cells, orders: FullRead['orders']): string[] {
  const counted = orders.flatMap(({ state }) =>
    'netPaidFen' in state && state.netPaidFen > 0 && !state.excludedFromFigures ? [state] : [],
  )
  const byCustomer = Map.groupBy(counted, ({ customerId }) => customerId)
  const daysOf = (list: readonly { readonly paidDay: string }[]) => new Set(list.map(({ paidDay }) => paidDay)).size
  const customers = [...byCustomer.values()]
  const expected: Readonly<Record<Counter, number>> = {
    customers: customers.length,
    orders: counted.length,
    purchaseDays: customers.reduce((sum, list) => sum + daysOf(list), 0),
    amountFen: counted.reduce((sum, order) => sum + order.netPaidFen, 0),
    repeatCustomersByOrder: customers.filter((list) => list.length > 1).length,
    repeatCustomersByDay: customers.filter((list) => daysOf(list) > 1).length,
  }
  return Object.entries(expected).flatMap(([counter, value]) => {
    const is = running.get(cellOf('shop', counter as Counter)) ?? 0
    return is === value ? [] : [`${counter} is ${is}, the orders count ${value}`]
  })
}
