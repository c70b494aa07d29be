import type { EndpointsOf } from '../shared/http/api.ts'
import { getPlatformRepurchase } from './get-platform-repurchase.ts'
import { getReferrerRepurchase } from './get-referrer-repurchase.ts'
import { getRepurchaseCohorts } from './get-repurchase-cohorts.ts'
import { getRepurchaseMonths } from './get-repurchase-months.ts'
import { getShopRepurchase } from './get-shop-repurchase.ts'
import { importProgressEndpoints } from './import-progress-endpoints.ts'
import { listChannelSpending } from './list-channel-spending.ts'
import { listMetricCustomers } from './list-metric-customers.ts'
import { listMetrics } from './list-metrics.ts'
import { listPurchases } from './list-purchases.ts'
import { listRepurchaseChannels } from './list-repurchase-channels.ts'
import { listRepurchaseProducts } from './list-repurchase-products.ts'
import { listRepurchaseReferrers } from './list-repurchase-referrers.ts'
import { mergeCustomer } from './merge-customer.ts'
import { predictionEndpoints } from './prediction-endpoints.ts'
import { recordChannelSpending } from './record-channel-spending.ts'

/** The endpoints that answer with figures. */
export const figureEndpoints = {
  'get-shop-repurchase': getShopRepurchase,
  'get-repurchase-months': getRepurchaseMonths,
  'get-repurchase-cohorts': getRepurchaseCohorts,
  'list-repurchase-products': listRepurchaseProducts,
  'list-repurchase-channels': listRepurchaseChannels,
  'record-channel-spending': recordChannelSpending,
  'list-channel-spending': listChannelSpending,
  'list-repurchase-referrers': listRepurchaseReferrers,
  'get-referrer-repurchase': getReferrerRepurchase,
  'get-platform-repurchase': getPlatformRepurchase,
  'list-metrics': listMetrics,
  'list-metric-customers': listMetricCustomers,
  'list-purchases': listPurchases,
  'merge-customer': mergeCustomer,
} as const

/** Every endpoint of the context by the name in its row. */
export const repurchaseEndpoints = {
  ...figureEndpoints,
  ...predictionEndpoints,
  ...importProgressEndpoints,
} satisfies EndpointsOf<'repurchase'>
