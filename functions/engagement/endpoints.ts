import type { EndpointsOf } from '../shared/http/api.ts'
import type { EngagementContext } from './engagement-context.ts'
import { listMessageTemplates } from './list-message-templates.ts'
import { recordMessageConsent } from './record-message-consent.ts'

export const engagementEndpoints = {
  'record-message-consent': recordMessageConsent,
  'list-message-templates': listMessageTemplates,
} satisfies EndpointsOf<'engagement', EngagementContext>
