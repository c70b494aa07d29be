import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { engagementEndpoints } from './endpoints.ts'
import { readMessageTemplates } from './message-templates.ts'

const services = { ...createContext('engagement'), messageTemplates: readMessageTemplates() }

export const handler = api({
  name: 'engagement',
  endpoints: engagementEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
