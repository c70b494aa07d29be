import type { PurchaseHistory } from '../../domain/repurchase/history.ts'
import { gapsOf, type Rhythm, rhythmOf } from '../../domain/repurchase/prediction/due-date.ts'
import { customerPurchasesOf, productDaysOf } from '../../domain/repurchase/prediction/from-history.ts'
import { type CustomerFacts, factsOf } from '../../domain/repurchase/prediction/predict-shop.ts'
import type { Histogram } from '../../domain/repurchase/statistics.ts'
import { getManyMax, type Reader } from '../shared/storage.ts'
import { everyCustomer } from './customer-list.ts'
import { loadListed } from './history-store.ts'

/** Customers whose facts one run holds: about a hundred megabytes, and minutes to read. Of a larger shop the others are left out. */
export const customersMax = 100_000
/** Pages of histories that are read at once: each may be some megabytes. */
const pagesAtOnce = 4

/** How a customer buys a product. */
export type ProductRhythm = { readonly customerId: string; readonly productId: string; readonly rhythm: Rhythm }

/** All that predictions of a shop are made of: the histories themselves are not held. */
export type ShopFacts = {
  readonly customers: readonly CustomerFacts[]
  readonly rhythms: readonly ProductRhythm[]
  /** Gaps between purchase days by product. */
  readonly gaps: ReadonlyMap<string, Histogram>
  readonly isComplete: boolean
}

/** Goes through all customers of a shop, with their purchases up to and with a day. */
export async function readShop(db: Reader, shopId: string, asOf: string): Promise<ShopFacts> {
  const customers = new Map<string, CustomerFacts>()
  const rhythms: ProductRhythm[] = []
  const gaps = new Map<string, Map<number, number>>()
  const takeIn = (history: PurchaseHistory) => {
    const purchases = customerPurchasesOf(history, asOf)
    // Somebody may be listed twice: while the list is read, one changes the place in it.
    if (purchases === undefined || customers.has(history.customerId)) return
    customers.set(history.customerId, factsOf(purchases, asOf))
    for (const [productId, days] of productDaysOf(history, asOf)) {
      const rhythm = rhythmOf(days)
      if (rhythm !== undefined) rhythms.push({ customerId: history.customerId, productId, rhythm })
      const ofProduct = gaps.get(productId) ?? new Map<number, number>()
      for (const gap of gapsOf(days)) ofProduct.set(gap, (ofProduct.get(gap) ?? 0) + 1)
      gaps.set(productId, ofProduct)
    }
  }
  let isComplete = true
  for await (const histories of pagesOfHistories(db, shopId)) {
    for (const history of histories) {
      if (customers.size < customersMax) takeIn(history)
      else isComplete = false
    }
    if (!isComplete) break
  }
  return { customers: [...customers.values()], rhythms, gaps, isComplete }
}

/** Pages are read a few at once, and answered in their order. */
async function* pagesOfHistories(db: Reader, shopId: string): AsyncGenerator<PurchaseHistory[]> {
  const reading: Promise<PurchaseHistory[]>[] = []
  for await (const customerIds of everyCustomer(db, shopId, getManyMax)) {
    reading.push(loadListed(db, shopId, customerIds))
    if (reading.length >= pagesAtOnce) yield (await Promise.all(reading.splice(0))).flat()
  }
  yield (await Promise.all(reading)).flat()
}
