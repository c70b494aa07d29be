import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { ordersEndpoints } from './endpoints.ts'

const services = createContext('orders')

export const handler = api({
  name: 'orders',
  endpoints: ordersEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
