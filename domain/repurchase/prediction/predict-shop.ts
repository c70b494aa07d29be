import { type BgNbd, type FittedBgNbd, fitBgNbd } from './bg-nbd.ts'
import { probabilityAlive, purchasesWhileCustomer } from './expected-purchases.ts'
import type { Fit } from './fit.ts'
import {
  expectedSpendFen,
  type FittedGammaGamma,
  fitGammaGamma,
  type GammaGamma,
  type RepeatSpend,
  repeatSpendOf,
} from './gamma-gamma.ts'
import { type CustomerPurchases, type Timing, timingOf } from './purchase-timing.ts'
import { type RfmScores, rfmScores, rfmValues } from './rfm.ts'
import { type Segment, segmentOf, type ValueClass, valueClassesOf } from './segments.ts'

/** Both models of a shop, fitted as of a day; one may be there without the other. */
export type ShopModels = { readonly bgNbd: Fit<FittedBgNbd>; readonly gammaGamma: Fit<FittedGammaGamma> }

/** What the models say of one customer; null where a shop has no such model. */
export type Outlook = {
  readonly probabilityAlive: number | null
  /** Purchase days to be expected within the horizon. */
  readonly expectedPurchases: number | null
  /** What one of them may bring, in fen. */
  readonly expectedSpendFen: number | null
  /** What all of them may bring, in fen: amounts paid, without cost and without discount for the time. */
  readonly valueFen: number | null
}

export type CustomerPrediction = RfmScores &
  Outlook & { readonly customerId: string; readonly segment: Segment; readonly valueClass: ValueClass }

export type ShopPrediction = ShopModels & { readonly customers: readonly CustomerPrediction[] }

/** How far the predictions of a whole shop look: a quarter, the time in which most goods are bought again. */
export const horizonDefaultDays = 90

/**
 * Fits both models to the customers of a shop and predicts each of them, as of a day. Who had not bought by then is left
 * out. The order of the customers does not matter, except that the answer has it.
 * @param customers purchases up to and with `asOf`; later ones must have been cut off, since orders have no day here.
 */
export function predictShop(
  customers: readonly CustomerPurchases[],
  asOf: string,
  horizonDays: number = horizonDefaultDays,
): ShopPrediction {
  const known = customers.flatMap((customer) => {
    const timing = timingOf(customer, asOf)
    return timing === undefined ? [] : [{ customer, timing, spend: repeatSpendOf(customer, asOf) }]
  })
  const bgNbd = fitBgNbd(known.map(({ timing }) => timing))
  const gammaGamma = fitGammaGamma(known.map(({ spend }) => spend))
  const values = known.map(({ customer }) => rfmValues(customer, asOf))
  const [scores, classes] = [rfmScores(values), valueClassesOf(values)]
  const outlookOf = outlooks(bgNbd.ok ? bgNbd.model : null, gammaGamma.ok ? gammaGamma.model : null, horizonDays)
  const predictions = known.flatMap(({ customer, timing, spend }, at) => {
    const [score, valueClass] = [scores[at], classes[at]]
    if (score === undefined || valueClass === undefined) return []
    const { customerId } = customer
    return [{ customerId, ...score, segment: segmentOf(score), valueClass, ...outlookOf(timing, spend) }]
  })
  return { bgNbd, gammaGamma, customers: predictions }
}

/** A function that tells the outlook of any customer; it remembers what customers of one age and frequency have in common. */
export function outlooks(bgNbd: BgNbd | null, gammaGamma: GammaGamma | null, horizonDays: number) {
  const known = new Map<string, number>()
  const whileCustomer = (model: BgNbd, timing: Timing) => {
    const key = `${timing.frequency} ${timing.ageDays}`
    const purchases = known.get(key) ?? purchasesWhileCustomer(model, timing, horizonDays)
    known.set(key, purchases)
    return purchases
  }
  return (timing: Timing, spend: RepeatSpend): Outlook => {
    const alive = bgNbd && probabilityAlive(bgNbd, timing)
    const purchases = bgNbd && alive !== null ? alive * whileCustomer(bgNbd, timing) : null
    const spendFen = gammaGamma && expectedSpendFen(gammaGamma, spend)
    return {
      probabilityAlive: alive,
      expectedPurchases: purchases,
      expectedSpendFen: spendFen,
      valueFen: purchases === null || spendFen === null ? null : purchases * spendFen,
    }
  }
}
