import { getCustomerPrediction } from './get-customer-prediction.ts'
import { getPredictions } from './get-predictions.ts'
import { listDue } from './list-due.ts'
import { listSegment } from './list-segment.ts'

/** The endpoints that answer with what a night’s predictions left. */
export const predictionEndpoints = {
  'get-predictions': getPredictions,
  'list-segment': listSegment,
  'list-due': listDue,
  'get-customer-prediction': getCustomerPrediction,
} as const
