import * as z from 'zod'
import { MessageTemplate, templatesPerTapMax } from '../../domain/engagement/message.ts'
import { MessageConsentId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { addConsent, createTap, loadConsents, loadTap } from './consent-store.ts'
import { engagementRefusals } from './refusals.ts'

export const recordMessageConsent = endpoint(
  {
    summary:
      'What the caller accepted in wx.requestSubscribeMessage: one message each, and no more. The same id again counts once.',
    body: z.strictObject({
      consentId: MessageConsentId,
      templates: z.array(MessageTemplate).min(1).max(templatesPerTapMax),
    }),
    reply: z.object({ consentId: MessageConsentId, templates: z.array(MessageTemplate) }),
    status: 201,
    refusals: pick(engagementRefusals, 'message_consent_id_reused'),
  },
  async ({ body, caller }, context) => {
    const { customerId } = signedIn(caller)
    const templates = [...new Set(body.templates)].sort()
    const { consentId } = body
    const requestHash = fingerprint({ consentId, templates })
    return commit(context, async () => {
      const known = await loadTap(context.db, customerId, consentId)
      if (known && known.requestHash !== requestHash)
        return { refusal: { code: 'message_consent_id_reused', field: 'body.consentId' } }
      const reply = { consentId, templates }
      if (known) return { reply }
      const counts = await Promise.all(templates.map((template) => loadConsents(context.db, customerId, template)))
      const consents = templates.flatMap((template, at) => addConsent(customerId, template, counts[at] ?? 0))
      return { writes: [createTap(customerId, consentId, requestHash, context.now()), ...consents], reply }
    })
  },
)
