import { catalogEndpoints } from '../catalog/endpoints.ts'
import { engagementEndpoints } from '../engagement/endpoints.ts'
import { identityEndpoints } from '../identity/endpoints.ts'
import { afterSalesEndpoints } from '../orders/after-sales-endpoints.ts'
import { ordersEndpoints } from '../orders/endpoints.ts'
import { orderCancellationEndpoints } from '../orders/order-cancellation-endpoints.ts'
import { paymentsEndpoints } from '../payments/endpoints.ts'
import { attributionEndpoints } from '../referrals/attribution-endpoints.ts'
import { referralsEndpoints } from '../referrals/endpoints.ts'
import { linkCodesEndpoints } from '../referrals/link-codes-endpoints.ts'
import { payoutsEndpoints } from '../referrals/payouts-endpoints.ts'
import { postersEndpoints } from '../referrals/posters-endpoints.ts'
import { repurchaseEndpoints } from '../repurchase/endpoints.ts'
import { importEndpoints } from '../repurchase/import-endpoints.ts'
import type { Contract } from '../shared/http/endpoint.ts'
import type { ContextName } from '../shared/rows.ts'
import { shopsEndpoints } from '../shops/endpoints.ts'
import { platformEndpoints } from './endpoints.ts'

/** The contracts of one context by handler. */
export type Contracts = Readonly<Record<string, { readonly contract: Contract }>>

/** Every contract of the API. For the documents only: a function imports those of its own context. */
export const contracts: Readonly<Record<ContextName, Contracts>> = {
  identity: identityEndpoints,
  shops: shopsEndpoints,
  catalog: catalogEndpoints,
  orders: { ...ordersEndpoints, ...orderCancellationEndpoints, ...afterSalesEndpoints },
  payments: paymentsEndpoints,
  referrals: {
    ...referralsEndpoints,
    ...linkCodesEndpoints,
    ...postersEndpoints,
    ...attributionEndpoints,
    ...payoutsEndpoints,
  },
  repurchase: { ...repurchaseEndpoints, ...importEndpoints },
  engagement: engagementEndpoints,
  platform: platformEndpoints,
}
