import { assertStockAddsUp } from '../domain/catalog/stock.ts'
import type { CountedStock } from '../domain/catalog/stock-parts.ts'
import { unitsBack } from '../domain/orders/after-sales.ts'
import type { Order } from '../domain/orders/order.ts'
import type { FullRead } from './full-read.ts'

/** Where the units of an order are while it stands so. */
const unitsOf = {
  awaiting_payment: 'held',
  paid: 'sold',
  shipped: 'sold',
  received: 'sold',
  completed: 'sold',
  refunded: 'sold',
  cancelled: 'nowhere',
  cancelled_refunding: 'nowhere',
  cancelled_refunded: 'nowhere',
} as const satisfies Record<Order['status'], 'held' | 'sold' | 'nowhere'>

/** No unit is lost, sold twice or held by nobody: the counters are what moves and orders make them. */
export function stockViolations({ stocks, moves, orders, holds }: FullRead): string[] {
  const expected = new Map<string, { received: number; writtenOff: number; held: number; sold: number }>()
  const of = (skuId: string) => {
    const counts = expected.get(skuId) ?? { received: 0, writtenOff: 0, held: 0, sold: 0 }
    expected.set(skuId, counts)
    return counts
  }
  for (const { skuId, kind, quantity } of moves) of(skuId)[kind === 'receive' ? 'received' : 'writtenOff'] += quantity
  for (const { state } of orders) {
    const where = unitsOf[state.status]
    const cases = 'afterSales' in state ? state.afterSales : []
    if (where === 'nowhere') continue
    for (const { skuId, quantity } of state.lines) of(skuId)[where] += quantity - unitsBack(cases, skuId)
  }
  return [...stocks.flatMap((stock) => differences(stock, of(stock.skuId))), ...holdViolations(orders, holds)]
}

function differences(
  stock: CountedStock,
  expected: { received: number; writtenOff: number; held: number; sold: number },
) {
  const violations: string[] = []
  const { main, shards } = stock.parts
  // Nobody would look there.
  if (shards.length > main.shards)
    violations.push(`${shards.length} shards of ${stock.skuId} lie beside ${main.shards}`)
  try {
    assertStockAddsUp(stock)
  } catch (error) {
    violations.push(`${String(error)} ${JSON.stringify(stock)}`)
  }
  for (const counter of ['received', 'writtenOff', 'held', 'sold'] as const)
    if (stock[counter] !== expected[counter])
      violations.push(
        `${counter} of ${stock.skuId} is ${stock[counter]}, its orders and moves make ${expected[counter]}`,
      )
  return violations
}

/** The cap on open holds counts what is there. */
function holdViolations(orders: FullRead['orders'], holds: FullRead['holds']): string[] {
  const awaiting = orders.filter(({ state }) => state.status === 'awaiting_payment').length
  const open = holds.reduce((sum, each) => sum + each.open, 0)
  return awaiting === open ? [] : [`${open} holds are counted, ${awaiting} orders await payment`]
}
