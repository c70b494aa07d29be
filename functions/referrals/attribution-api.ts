import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { attributionEndpoints } from './attribution-endpoints.ts'

const services = createContext('attribution')

export const handler = api({
  name: 'attribution',
  endpoints: attributionEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
