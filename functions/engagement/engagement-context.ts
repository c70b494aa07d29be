import type { LatePaymentTemplate } from '../../domain/engagement/template-fields.ts'
import type { Context } from '../shared/context.ts'
import type { WechatApp } from '../shared/wechat-access-token.ts'

/** The templates of this mini-program by what they are for. */
export type MessageTemplates = { readonly late_payment: LatePaymentTemplate }

/** What the engagement endpoints work with. */
export type EngagementContext = Context & { readonly messageTemplates: MessageTemplates }

/** What sending messages works with. */
export type MessagingContext = EngagementContext & { readonly wechatApp: WechatApp }
