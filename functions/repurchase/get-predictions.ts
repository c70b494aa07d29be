import * as z from 'zod'
import { ShopPrediction, warningsOf, warningTexts } from '../../domain/repurchase/prediction/shop-prediction.ts'
import { refused } from '../../domain/shared/decision.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadPrediction } from './prediction-store.ts'
import { predictionRefusals } from './refusals.ts'

export const getPredictions = endpoint(
  {
    summary:
      'What last night’s predictions say of the shop: models with their quality, customers by score and segment.',
    path: z.strictObject({ shopId: ShopId }),
    reply: z.object({
      ...ShopPrediction.shape,
      /** What to know before these numbers are used, in both languages. */
      warnings: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
    }),
    status: 200,
    refusals: pick(predictionRefusals, 'not_predicted'),
  },
  async ({ path: { shopId } }, { db }) => {
    const stored = await loadPrediction(db, shopId)
    if (!stored) return refused('not_predicted')
    const warnings = warningsOf(stored.prediction).map((code) => ({ code, ...warningTexts[code] }))
    return { ok: true, reply: { ...stored.prediction, warnings } }
  },
)
