import { monthOf } from '../shared/time.ts'
import { isPurchase, type PurchaseHistory } from './history.ts'

/** What one customer's purchases come to in all. */
export type CustomerWorth = {
  /** Month of the first purchase, YYYY-MM; null for who has none. */
  readonly cohort: string | null
  /** 1 for who bought. */
  readonly buyers: number
  /** 1 for who bought on two days or more. */
  readonly repeatBuyers: number
  /** 1 for who has two orders or more. */
  readonly repeatBuyersByOrder: number
  readonly orders: number
  /** Days with an order. */
  readonly purchaseDays: number
  /** What is kept of all orders: fen. */
  readonly amountFen: number
  /** Of it, what was bought after the day of the first purchase: fen. */
  readonly repurchasedFen: number
}

/** A customer's worth as their history tells it now; what was given back or does not count is left out. */
export function worthOf({ purchases }: Pick<PurchaseHistory, 'purchases'>): CustomerWorth {
  const counted = purchases.filter(isPurchase)
  const firstDay = counted[0]?.day
  const later = counted.filter(({ day }) => day !== firstDay)
  const sumFen = (list: typeof counted) => list.reduce((sum, { netPaidFen }) => sum + netPaidFen, 0)
  return {
    cohort: firstDay === undefined ? null : monthOf(firstDay),
    buyers: counted.length > 0 ? 1 : 0,
    repeatBuyers: later.length > 0 ? 1 : 0,
    repeatBuyersByOrder: counted.length > 1 ? 1 : 0,
    orders: counted.length,
    purchaseDays: new Set(counted.map(({ day }) => day)).size,
    amountFen: sumFen(counted),
    repurchasedFen: sumFen(later),
  }
}
