import { identifyFromEnvironment } from '../identity/identify.ts'
import { api } from '../shared/http/api.ts'
import { whenReady } from '../shared/when-ready.ts'
import { connectPayouts } from './connect-payouts.ts'
import { payoutsEndpoints } from './payouts-endpoints.ts'

export const handler = whenReady(async () => {
  const services = await connectPayouts('payouts')
  const identify = identifyFromEnvironment(services)
  return api({ name: 'payouts', endpoints: payoutsEndpoints, services, identify })
})
