import { identifyFromEnvironment } from '../identity/identify.ts'
import { api } from '../shared/http/api.ts'
import { whenReady } from '../shared/when-ready.ts'
import { connectPayments } from './connect.ts'
import { paymentsEndpoints } from './endpoints.ts'

export const handler = whenReady(async () => {
  const services = await connectPayments('payments')
  const identify = identifyFromEnvironment(services)
  return api({ name: 'payments', endpoints: paymentsEndpoints, services, identify })
})
