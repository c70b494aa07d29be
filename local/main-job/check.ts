import type { MainJobResult } from './stage.ts'

/** What the main job must come to, worked out by hand from what its people do. */
const expected = {
  orders: 5,
  // WeChat was told of each
  reportedShipments: 5,
  // 12,800 + 2 × 8,800 + (12,800 + 8,800) + 2 × 8,800, and the shipping
  paidFen: 70_400,
  // of the first order: two are free for their amount, two for their province
  shippingFen: 800,
  // 3,000 of the newcomer's first order, 8,800 of one: all of it; and 1,000 of a finished one
  refundedFen: 12_800,
  stock: { received: 30, onHand: 23, held: 0, sold: 7 },
  // 10 % of the newcomer's two orders: 1,760 + 2,160, and of their friend's: 880, which is the newcomer's own; of the 3,000
  // that went back before the completion: 300
  commission: { accruedFen: 4_800, releasedFen: 4_500, reversedFen: 300 },
  // All that is hers, nothing of what her newcomer earns; and 10 % of the 1,000 that went back after it
  payout: { paidOutFen: 3_620, availableFen: -100 },
  // She brought one, who brought another.
  chain: { introduced: 1, downstream: 2, reach: 2 },
  ledgerSumFen: 0,
  // Three customers, for who has everything back bought nothing; the newcomer bought on two days.
  repurchase: { customers: 3, repeatCustomersByDay: 1, repurchaseRateByDay: 1 / 3, repurchaseRateByOrder: 1 / 3 },
}

export type MainJobReport = typeof expected

/** The report of the job, and every figure that is not what it must be. */
export function checkMainJob(result: MainJobResult): { readonly report: MainJobReport; readonly wrong: string[] } {
  const { customers, repeatCustomersByDay, repurchaseRateByDay, repurchaseRateByOrder } = result.repurchase
  const report: MainJobReport = {
    orders: result.orders,
    reportedShipments: result.reportedShipments,
    paidFen: result.paidFen,
    shippingFen: result.shippingFen,
    refundedFen: result.refundedFen,
    stock: result.stock,
    commission: result.commission,
    payout: result.payout,
    chain: { introduced: result.chain.introduced, downstream: result.chain.downstream, reach: result.chain.reach },
    ledgerSumFen: result.ledgerSumFen,
    repurchase: {
      customers,
      repeatCustomersByDay,
      repurchaseRateByDay: repurchaseRateByDay ?? Number.NaN,
      repurchaseRateByOrder: repurchaseRateByOrder ?? Number.NaN,
    },
  }
  return { report, wrong: differences(expected, report, '') }
}

function differences(wanted: unknown, found: unknown, path: string): string[] {
  if (typeof wanted !== 'object' || wanted === null)
    return Object.is(wanted, found) ? [] : [`${path} is ${found}, not ${wanted}`]
  return Object.entries(wanted).flatMap(([name, value]) => {
    const inner = (found as Record<string, unknown>)[name]
    return differences(value, inner, path === '' ? name : `${path}.${name}`)
  })
}
