import { isKept, isPurchase, type PurchaseHistory } from '../history.ts'
import type { ProductDay } from './due-date.ts'
import type { CustomerPurchases, PurchaseDay } from './purchase-timing.ts'

/** What counts of a history up to and with a day, as predictions look at it; undefined where nothing does. */
export function customerPurchasesOf(
  { customerId, purchases }: PurchaseHistory,
  asOf: string,
): CustomerPurchases | undefined {
  const counted = purchases.filter((purchase) => isPurchase(purchase) && purchase.day <= asOf)
  const [first, ...rest] = [...Map.groupBy(counted, ({ day }) => day)].map(
    ([day, orders]): PurchaseDay => ({ day, amountFen: orders.reduce((sum, { netPaidFen }) => sum + netPaidFen, 0) }),
  )
  return first && { customerId, purchaseDays: [first, ...rest], orders: counted.length }
}

/** The days on which the customer of a history bought each product, up to and with a day, the earliest first. */
export function productDaysOf({ purchases }: PurchaseHistory, asOf: string): Map<string, ProductDay[]> {
  const products = new Map<string, Map<string, number>>()
  for (const purchase of purchases) {
    if (!isPurchase(purchase) || purchase.day > asOf) continue
    for (const line of purchase.lines) {
      if (line.nonGoods || !isKept(line, purchase)) continue
      const days = products.get(line.productId) ?? new Map<string, number>()
      // Money may be kept for a line all of which came back: something of it was bought.
      days.set(purchase.day, (days.get(purchase.day) ?? 0) + Math.max(line.quantity, 1))
      products.set(line.productId, days)
    }
  }
  return new Map(
    [...products].map(([productId, days]) => [productId, [...days].map(([day, quantity]) => ({ day, quantity }))]),
  )
}
