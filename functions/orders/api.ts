import { identifyFromEnvironment } from '../identity/identify.ts'
import { connectSealedFields } from '../shared/connect-sealed-fields.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { isSecondLevelOn } from '../shared/second-level.ts'
import { whenReady } from '../shared/when-ready.ts'
import { ordersEndpoints } from './endpoints.ts'

export const handler = whenReady(async () => {
  const services = {
    ...createContext('orders'),
    fields: await connectSealedFields(),
    isSecondLevelOn: isSecondLevelOn(),
  }
  const identify = identifyFromEnvironment(services)
  return api({ name: 'orders', endpoints: ordersEndpoints, services, identify })
})
