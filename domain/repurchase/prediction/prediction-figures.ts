import type { FittedBgNbd } from './bg-nbd.ts'
import type { Fit } from './fit.ts'
import type { FittedGammaGamma } from './gamma-gamma.ts'
import { type CustomerFacts, learnShop } from './predict-shop.ts'
import { countScores, type RfmCounts, scoresOn } from './rfm.ts'

/** What a shop's metrics tell of predictions: customers by score, and both models; null where there are too few customers. */
export type PredictionFigures = {
  readonly rfm: RfmCounts
  readonly value: { readonly bgnbd: FittedBgNbd | null; readonly gammaGamma: FittedGammaGamma | null }
}

export function predictionFigures(customers: readonly CustomerFacts[]): PredictionFigures {
  const { bgNbd, gammaGamma, scale } = learnShop(customers)
  return {
    rfm: countScores(customers.map(({ rfm }) => scoresOn(scale, rfm))),
    value: { bgnbd: modelOf(bgNbd), gammaGamma: modelOf(gammaGamma) },
  }
}

const modelOf = <Model>(fit: Fit<Model>): Model | null => (fit.ok ? fit.model : null)
