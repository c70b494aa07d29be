import type { WechatPayConfig } from '../payments/wechat-pay/config.ts'
import type { WechatTransfers } from '../payments/wechat-pay/transfers.ts'
import type { Context } from '../shared/context.ts'

/** What asks WeChat to pay out works with. */
export type PayoutsContext = Context & {
  readonly transfers: WechatTransfers
  readonly merchant: Pick<WechatPayConfig, 'mode' | 'mchid' | 'appId'>
}
