import * as z from 'zod'
import { MessageTemplate } from '../../domain/engagement/message.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import type { EngagementContext } from './engagement-context.ts'

export const listMessageTemplates = endpoint(
  {
    summary: 'The templates to ask for in wx.requestSubscribeMessage, by what they are for.',
    reply: z.object({ items: z.array(z.object({ template: MessageTemplate, templateId: z.string() })) }),
    status: 200,
    refusals: {},
  },
  async (_, { messageTemplates }: EngagementContext) => {
    const items = MessageTemplate.options.map((template) => {
      const { templateId } = messageTemplates[template]
      return { template, templateId }
    })
    return { ok: true, reply: { items } }
  },
)
