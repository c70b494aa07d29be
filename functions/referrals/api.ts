import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { readMiniProgramPage } from '../shared/mini-program-page.ts'
import { isSecondLevelOn } from '../shared/second-level.ts'
import { referralsEndpoints } from './endpoints.ts'

const services = {
  ...createContext('referrals'),
  linkPage: readMiniProgramPage('LINK_PAGE'),
  isSecondLevelOn: isSecondLevelOn(),
}

export const handler = api({
  name: 'referrals',
  endpoints: referralsEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
