import { readWechatPayConfig, wechatPaySecret } from '../payments/wechat-pay/config.ts'
import { randomNonce } from '../payments/wechat-pay/signature.ts'
import { createWechatTransfers } from '../payments/wechat-pay/transfers.ts'
import { createContext, environment } from '../shared/environment.ts'
import { readSecret } from '../shared/secrets.ts'
import type { PayoutsContext } from './payouts-context.ts'

/** A function's context with WeChat's transfers, from the environment and the secret. For INIT. */
export async function connectPayouts(service: string): Promise<PayoutsContext> {
  const context = createContext(service)
  const secret = await readSecret(environment('WECHAT_PAY_SECRET_ARN'), wechatPaySecret)
  const config = readWechatPayConfig(process.env, secret)
  const now = () => new Date(context.now())
  return { ...context, merchant: config, transfers: createWechatTransfers(config, { now, nonce: randomNonce }) }
}
