import type { EndpointsOf } from '../shared/http/api.ts'
import { getReferrerRepurchase } from './get-referrer-repurchase.ts'
import { getShopRepurchase } from './get-shop-repurchase.ts'

/** Every endpoint of the context by the name in its row. */
export const repurchaseEndpoints = {
  'get-shop-repurchase': getShopRepurchase,
  'get-referrer-repurchase': getReferrerRepurchase,
} satisfies EndpointsOf<'repurchase'>
