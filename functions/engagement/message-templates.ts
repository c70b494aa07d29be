import * as z from 'zod'
import type { MessageTemplate } from '../../domain/engagement/message.ts'
import { LatePaymentTemplate } from '../../domain/engagement/template-fields.ts'
import { environment } from '../shared/environment.ts'
import type { MessageTemplates } from './engagement-context.ts'

/** Of the parameter `message-templates`: `{"late_payment":{"templateId":"…","fields":{"orderNo":"character_string1",…}}}`. */
const shapes = { late_payment: LatePaymentTemplate } satisfies Record<MessageTemplate, z.ZodType>
const Templates = z.strictObject(shapes)

/** For a function's start, with the need `message-templates`. Throws one error that names what is missing or malformed. */
export function readMessageTemplates(text = environment('MESSAGE_TEMPLATES')): MessageTemplates {
  const parsed = Templates.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(root)'} ${issue.message}`)
  throw new Error(`MESSAGE_TEMPLATES is not right: ${problems.join('; ')}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
