import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { catalogEndpoints } from './endpoints.ts'

const services = createContext('catalog')

export const handler = api({
  context: 'catalog',
  endpoints: catalogEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
