import * as z from 'zod'
import { AsOf } from '../../domain/repurchase/figure-shapes.ts'
import { OutsideId } from '../../domain/repurchase/history.ts'
import { customerPurchasesOf } from '../../domain/repurchase/prediction/from-history.ts'
import { factsOf, horizonDefaultDays, predictor } from '../../domain/repurchase/prediction/predict-shop.ts'
import { rfmValues } from '../../domain/repurchase/prediction/rfm.ts'
import { PredictedCustomer, predictedCustomer } from '../../domain/repurchase/prediction/shop-prediction.ts'
import { refused } from '../../domain/shared/decision.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { Day } from '../../domain/shared/time.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { shopAsOf } from './as-of.ts'
import { loadHistory } from './history-store.ts'
import { loadPrediction } from './prediction-store.ts'
import { predictionRefusals } from './refusals.ts'

/** The models were made for a time ahead that is not longer than the time seen; two years is what they are tried with. */
const horizonMaxDays = 730

export const getCustomerPrediction = endpoint(
  {
    summary: 'A customer’s scores, chance of being one still, and expected purchases and value, as of now.',
    path: z.strictObject({ shopId: ShopId, customerId: OutsideId }),
    query: z.strictObject({
      /** How many days to look ahead. */
      horizonDays: z.coerce.number().int().min(1).max(horizonMaxDays).default(horizonDefaultDays),
    }),
    reply: z.object({
      ...AsOf.shape,
      /** Last day of the purchases that the models and the scale of the scores were made of. */
      fittedAsOf: Day,
      horizonDays: z.int(),
      ...PredictedCustomer.shape,
    }),
    status: 200,
    refusals: pick(predictionRefusals, 'not_predicted', 'no_purchases'),
  },
  async ({ path: { shopId, customerId }, query: { horizonDays } }, context) => {
    const today = await shopAsOf(context, shopId, {})
    if (!today.ok) throw new Error('Today is not in the future')
    const [stored, { history }] = await Promise.all([
      loadPrediction(context.db, shopId),
      loadHistory(context.db, shopId, customerId),
    ])
    if (!stored) return refused('not_predicted')
    const purchases = customerPurchasesOf(history, today.header.asOf)
    if (!purchases) return refused('no_purchases')
    const { prediction, scale } = stored
    const predict = predictor({ ...prediction, scale }, horizonDays)
    // Everybody is older by the days since the scale was made: on it, recency counts from its own day.
    const rfm = rfmValues(purchases, prediction.asOf)
    const customer = predictedCustomer(predict({ ...factsOf(purchases, today.header.asOf), rfm }))
    return { ok: true, reply: { ...today.header, fittedAsOf: prediction.asOf, horizonDays, ...customer } }
  },
)
