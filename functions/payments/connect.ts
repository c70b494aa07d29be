import { createContext } from '../shared/environment.ts'
import type { PaymentsContext } from './pay-context.ts'
import { connectWechatPay } from './wechat-pay/connect.ts'
import { openNotification } from './wechat-pay/notification.ts'
import { payParams, randomNonce } from './wechat-pay/signature.ts'

/** A function's context with WeChat Pay, from the environment and the secret. For INIT. */
export async function connectPayments(service: string): Promise<PaymentsContext> {
  const context = createContext(service)
  const clock = () => new Date(context.now())
  const { config, wechatPay } = await connectWechatPay(process.env, clock)
  return {
    ...context,
    wechatPay,
    merchant: config,
    payParams: (prepayId) => payParams(config, prepayId, clock(), randomNonce()),
    openNotification: (headers, rawBody) => openNotification(config, headers, rawBody, clock()),
  }
}
