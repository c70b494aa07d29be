import * as z from 'zod'
import { readSecret } from './secrets.ts'

/** The mini-program as api.weixin.qq.com knows it. */
export type WechatAppConfig = { readonly baseUrl: string; readonly appId: string; readonly appSecret: string }

/** WeChat gave no usable answer. Whether the call took effect is unknown. */
export class WechatUnavailable extends Error {
  override readonly name = 'WechatUnavailable'
}

const required = z.string({ error: 'is missing' })
const settings = z.object({
  WECHAT_API_BASE_URL: required.refine(isOrigin, 'must be http(s)://host without a path'),
  WECHAT_APP_ID: required.regex(/^\w{1,32}$/, 'must be 1 to 32 letters and digits'),
  secret: z.object({ appSecret: required.min(1, 'is empty') }),
})

/** From the environment and the secret's parsed JSON. Throws one error that names what is missing, and shows no value. */
export function readWechatAppConfig(
  env: Readonly<Record<string, string | undefined>>,
  secret: unknown,
): WechatAppConfig {
  const parsed = settings.safeParse({ ...env, secret })
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new Error(`The mini-program is not configured: ${problems.join('; ')}`)
  }
  const { WECHAT_API_BASE_URL: baseUrl, WECHAT_APP_ID: appId, secret: data } = parsed.data
  return { baseUrl, appId, appSecret: data.appSecret }
}

/** For a function's start, with the need `wechat-api`: the config from the environment and the secret. */
export async function connectWechatApp(env: Readonly<Record<string, string | undefined>>): Promise<WechatAppConfig> {
  const arn = env.WECHAT_API_SECRET_ARN
  if (!arn) throw new Error('The mini-program is not configured: WECHAT_API_SECRET_ARN is missing')
  return readWechatAppConfig(env, await readSecret(arn, settings.shape.secret))
}

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
}
