import { identifyFromEnvironment } from '../identity/identify.ts'
import { connectPayments } from '../payments/connect.ts'
import { connectSealedFields } from '../shared/connect-sealed-fields.ts'
import { api } from '../shared/http/api.ts'
import { whenReady } from '../shared/when-ready.ts'
import { ordersEndpoints } from './endpoints.ts'

export const handler = whenReady(async () => {
  const [payments, fields] = await Promise.all([connectPayments('orders'), connectSealedFields()])
  const services = { ...payments, fields }
  const identify = identifyFromEnvironment(services)
  return api({ context: 'orders', endpoints: ordersEndpoints, services, identify })
})
