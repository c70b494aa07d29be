import type { RefusalText } from '../shared/http/endpoint.ts'

type Code = 'message_consent_id_reused'

export const engagementRefusals = {
  message_consent_id_reused: {
    status: 409,
    zh: '该授权编号已用于其他模板。',
    en: 'This id was sent with other templates.',
  },
} as const satisfies Record<Code, RefusalText>
