import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { afterSalesEndpoints } from './after-sales-endpoints.ts'

const services = createContext('after-sales')

export const handler = api({
  name: 'after-sales',
  endpoints: afterSalesEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
