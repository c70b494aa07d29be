import type { Context } from '../shared/context.ts'
import type { WechatPay } from './wechat-pay/client.ts'
import type { WechatPayConfig } from './wechat-pay/config.ts'
import type { OpenedNotification } from './wechat-pay/notification.ts'
import type { HeaderFields, PayParams } from './wechat-pay/signature.ts'

/** What asks WeChat Pay works with. */
export type PayContext = Context & { readonly wechatPay: WechatPay }

/** What the payments endpoints work with. */
export type PaymentsContext = PayContext & {
  readonly merchant: Pick<WechatPayConfig, 'mode' | 'mchid' | 'appId'>
  readonly payParams: (prepayId: string) => PayParams
  readonly openNotification: (headers: HeaderFields, rawBody: Buffer) => OpenedNotification
}
