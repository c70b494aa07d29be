import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { referralsEndpoints } from './endpoints.ts'

const services = createContext('referrals')

export const handler = api({
  name: 'referrals',
  endpoints: referralsEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
