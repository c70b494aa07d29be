import { identifyFromEnvironment } from '../identity/identify.ts'
import { connectPayments } from '../payments/connect.ts'
import { api } from '../shared/http/api.ts'
import { whenReady } from '../shared/when-ready.ts'
import { orderCancellationEndpoints } from './order-cancellation-endpoints.ts'

export const handler = whenReady(async () => {
  const services = await connectPayments('order-cancellation')
  const identify = identifyFromEnvironment(services)
  return api({ name: 'order-cancellation', endpoints: orderCancellationEndpoints, services, identify })
})
