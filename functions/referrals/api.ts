import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { isSecondLevelOn } from '../shared/second-level.ts'
import { referralsEndpoints } from './endpoints.ts'
import { readLinkPage } from './link-page.ts'

const services = { ...createContext('referrals'), linkPage: readLinkPage(), isSecondLevelOn: isSecondLevelOn() }

export const handler = api({
  name: 'referrals',
  endpoints: referralsEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
