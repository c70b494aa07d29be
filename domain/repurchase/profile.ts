import * as z from 'zod'
import { Day } from '../shared/time.ts'
import { Count } from './figure-shapes.ts'
import { isPurchase, OutsideId, type PurchaseHistory } from './history.ts'

/** One customer as a buyer, as of a day. */
export const BuyerProfile = z.object({
  customerId: OutsideId,
  orders: Count,
  purchaseDays: Count,
  amountFen: Count,
  firstDay: Day,
  lastDay: Day,
})
export type BuyerProfile = z.infer<typeof BuyerProfile>

/** What the purchases up to a day make of a customer; undefined for who had none by then. */
export function profileOf({ customerId, purchases }: PurchaseHistory, asOf: string): BuyerProfile | undefined {
  const counted = purchases.filter((purchase) => isPurchase(purchase) && purchase.day <= asOf)
  const [first] = counted
  const last = counted.at(-1)
  if (first === undefined || last === undefined) return undefined
  return {
    customerId,
    orders: counted.length,
    purchaseDays: new Set(counted.map(({ day }) => day)).size,
    amountFen: counted.reduce((sum, { netPaidFen }) => sum + netPaidFen, 0),
    firstDay: first.day,
    lastDay: last.day,
  }
}
