import { readSecret } from '../../shared/secrets.ts'
import { createWechatPay, type WechatPay } from './client.ts'
import { readWechatPayConfig, type WechatPayConfig, wechatPaySecret } from './config.ts'
import { randomNonce } from './signature.ts'

/** For a function's start: the client and its config from the environment and the secret. Throws when one is incomplete. */
export async function connectWechatPay(
  env: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<{ readonly config: WechatPayConfig; readonly wechatPay: WechatPay }> {
  const arn = env.WECHAT_PAY_SECRET_ARN
  if (!arn) throw new Error('WeChat Pay is not configured: WECHAT_PAY_SECRET_ARN is missing')
  const config = readWechatPayConfig(env, await readSecret(arn, wechatPaySecret))
  return { config, wechatPay: createWechatPay(config, { now, nonce: randomNonce }) }
}
