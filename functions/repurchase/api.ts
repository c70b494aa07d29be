import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { repurchaseEndpoints } from './endpoints.ts'

const services = createContext('repurchase')

export const handler = api({
  name: 'repurchase',
  endpoints: repurchaseEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
