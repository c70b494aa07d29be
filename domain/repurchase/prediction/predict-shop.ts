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
import { type RfmScale, type RfmScores, type RfmValues, rfmScale, rfmValues, scoresOn } from './rfm.ts'
import { type Segment, segmentOf, type ValueClass, valueClassOn } from './segments.ts'

/** All that predictions look at of one customer, as of a day: small, since those of a whole shop are held at once. */
export type CustomerFacts = {
  readonly customerId: string
  readonly timing: Timing
  readonly spend: RepeatSpend
  readonly rfm: RfmValues
}

export const factsOf = (customer: CustomerPurchases, asOf: string): CustomerFacts => ({
  customerId: customer.customerId,
  timing: timingOf(customer, asOf),
  spend: repeatSpendOf(customer),
  rfm: rfmValues(customer, asOf),
})

/** What was learnt of a shop's customers together; one model may be there without the other. */
export type ShopModels = {
  readonly bgNbd: Fit<FittedBgNbd>
  readonly gammaGamma: Fit<FittedGammaGamma>
  readonly scale: RfmScale
}

/** Fits both models to the customers of a shop and makes the scale of their scores. The order does not matter. */
export const learnShop = (customers: readonly CustomerFacts[]): ShopModels => ({
  bgNbd: fitBgNbd(customers.map(({ timing }) => timing)),
  gammaGamma: fitGammaGamma(customers.map(({ spend }) => spend)),
  scale: rfmScale(customers.map(({ rfm }) => rfm)),
})

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

/** How far the predictions of a whole shop look: a quarter, the time in which most goods are bought again. */
export const horizonDefaultDays = 90

/** A function that predicts customers of a shop by what was learnt of it. */
export function predictor({ bgNbd, gammaGamma, scale }: ShopModels, horizonDays: number = horizonDefaultDays) {
  const outlookOf = outlooks(bgNbd.ok ? bgNbd.model : null, gammaGamma.ok ? gammaGamma.model : null, horizonDays)
  return ({ customerId, timing, spend, rfm }: CustomerFacts): CustomerPrediction => {
    const scores = scoresOn(scale, rfm)
    const [segment, valueClass] = [segmentOf(scores), valueClassOn(scale, rfm)]
    return { customerId, ...scores, segment, valueClass, ...outlookOf(timing, spend) }
  }
}

/** Remembers what customers of one age and frequency have in common. */
function outlooks(bgNbd: BgNbd | null, gammaGamma: GammaGamma | null, horizonDays: number) {
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
