import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { isSecondLevelOn } from '../shared/second-level.ts'
import { shopsEndpoints } from './endpoints.ts'

const services = { ...createContext('shops'), isSecondLevelOn: isSecondLevelOn() }

export const handler = api({
  name: 'shops',
  endpoints: shopsEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
