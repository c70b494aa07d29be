import type { EndpointsOf } from '../shared/http/api.ts'
import { getCustomerPrediction } from './get-customer-prediction.ts'
import { getPredictions } from './get-predictions.ts'
import { getReferrerRepurchase } from './get-referrer-repurchase.ts'
import { getShopRepurchase } from './get-shop-repurchase.ts'
import { listDue } from './list-due.ts'
import { listSegment } from './list-segment.ts'

/** Every endpoint of the context by the name in its row. */
export const repurchaseEndpoints = {
  'get-shop-repurchase': getShopRepurchase,
  'get-referrer-repurchase': getReferrerRepurchase,
  'get-predictions': getPredictions,
  'list-segment': listSegment,
  'list-due': listDue,
  'get-customer-prediction': getCustomerPrediction,
} satisfies EndpointsOf<'repurchase'>
