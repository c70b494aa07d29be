import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { importEndpoints } from './import-endpoints.ts'

const services = createContext('imports')

export const handler = api({
  name: 'imports',
  endpoints: importEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
