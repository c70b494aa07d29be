import { definitionVersion } from '../../domain/repurchase/figure-shapes.ts'
import { cycleMedian, dueToBuyAgain } from '../../domain/repurchase/prediction/due-date.ts'
import {
  type CustomerPrediction,
  horizonDefaultDays,
  learnShop,
  predictor,
} from '../../domain/repurchase/prediction/predict-shop.ts'
import { countScores } from '../../domain/repurchase/prediction/rfm.ts'
import {
  type CustomerList,
  type DuePurchase,
  type DueState,
  duePurchaseOf,
  dueStates,
  type PredictedCustomer,
  predictedCustomer,
} from '../../domain/repurchase/prediction/shop-prediction.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { listWrites } from './prediction-lists.ts'
import { predictionWrite } from './prediction-store.ts'
import { customersMax, readShop, type ShopFacts } from './read-shop.ts'

/** Entries of a list of who is due: nobody calls more people in a day. The newest are kept, who may still think of it. */
const dueMax = 10_000

/**
 * Predicts all customers of a shop as of a day and stores it: the lists first, then what is said of the shop, which
 * names their night. Repeating it gives the same.
 * @returns whether there was anybody to predict; a shop without purchases gets none.
 */
export async function predictStoredShop(context: Context, shopId: string, asOf: string): Promise<boolean> {
  const facts = await readShop(context.db, shopId, asOf)
  if (!facts.isComplete) context.log.error('customers left out of predictions', { shopId, asOf, customersMax })
  if (facts.customers.length === 0) return false
  const models = learnShop(facts.customers)
  const predictions = facts.customers.map(predictor(models, horizonDefaultDays))
  const lists = customerListsOf(predictions)
  const due = dueOf(facts, asOf)
  for (const [list, entries] of [...lists, ...due])
    for (const writes of listWrites(shopId, asOf, list, entries))
      await commit(context, async () => ({ writes, reply: undefined }))
  const { scale, bgNbd, gammaGamma } = models
  const prediction = {
    ...{ asOf, definitionVersion, predictedAt: context.now(), horizonDays: horizonDefaultDays },
    ...{ customers: predictions.length, isComplete: facts.isComplete, bgNbd, gammaGamma },
    rfm: countScores(predictions),
    lists: Object.fromEntries([...lists].map(([list, entries]) => [list, entries.length])),
    due: { due: due.get('due')?.length ?? 0, overdue: due.get('overdue')?.length ?? 0 },
  }
  const write = predictionWrite(shopId, { prediction, scale })
  await commit(context, async () => ({ writes: [write], reply: undefined }))
  return true
}

/** The customers of each segment and each class, the most valuable first. */
function customerListsOf(predictions: readonly CustomerPrediction[]): Map<CustomerList, PredictedCustomer[]> {
  const sorted = predictions.toSorted(byValue).map(predictedCustomer)
  return new Map<CustomerList, PredictedCustomer[]>([
    ...Map.groupBy(sorted, ({ segment }) => segment),
    ...Map.groupBy(sorted, ({ valueClass }) => valueClass),
  ])
}

function byValue(a: CustomerPrediction, b: CustomerPrediction): number {
  return (b.valueFen ?? 0) - (a.valueFen ?? 0) || b.m - a.m || (a.customerId < b.customerId ? -1 : 1)
}

/** Who is due to buy what again, and who overdue: the latest first. */
function dueOf({ rhythms, gaps }: ShopFacts, asOf: string): Map<DueState, DuePurchase[]> {
  const medians = new Map([...gaps].map(([productId, ofProduct]) => [productId, cycleMedian(ofProduct)]))
  const found = rhythms.flatMap(({ customerId, productId, rhythm }) => {
    const due = dueToBuyAgain(rhythm, medians.get(productId) ?? null, asOf)
    if (due === null || due.state === 'not_yet') return []
    return [{ state: due.state, entry: duePurchaseOf(customerId, productId, rhythm, due) }]
  })
  return new Map(
    dueStates.map((state) => {
      const entries = found.filter((each) => each.state === state).map(({ entry }) => entry)
      return [state, entries.sort(byNextDay).slice(0, dueMax)]
    }),
  )
}

function byNextDay(a: DuePurchase, b: DuePurchase): number {
  if (a.nextDay !== b.nextDay) return a.nextDay < b.nextDay ? 1 : -1
  const [nameA, nameB] = [`${a.customerId}\n${a.productId}`, `${b.customerId}\n${b.productId}`]
  return nameA < nameB ? -1 : 1
}
