import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import * as z from 'zod'
import { parseJson } from './json.ts'

/**
 * partner: one service provider (`sp_mchid`) collects for many shops, each with its `sub_mchid`.
 * direct: one merchant, its own mini-program.
 */
export type WechatPayMode = 'partner' | 'direct'

export type WechatPayConfig = {
  /** Scheme and host, without a path: `https://api.mch.weixin.qq.com`. */
  readonly baseUrl: string
  readonly mode: WechatPayMode
  /** Who signs: the service provider's number in partner mode. */
  readonly mchid: string
  /** The mini-program that the buyer runs: `sp_appid` in partner mode. */
  readonly appId: string
  /** Serial of the merchant's API certificate. */
  readonly merchantSerial: string
  readonly merchantPrivateKey: KeyObject
  /** 32 ASCII characters, the AES key of notifications. */
  readonly apiV3Key: string
  /** `Wechatpay-Serial` → WeChat's key. More than one while the account moves from certificates to the public key. */
  readonly publicKeys: ReadonlyMap<string, KeyObject>
  readonly notifyUrl: string
}

/** The path of the endpoint in `functions/routes.ts` that WeChat Pay calls. */
const notificationPath = '/v1/wechat-pay/notifications'

/** What the secret `WECHAT_PAY_SECRET_ARN` holds. */
export const wechatPaySecret = z.object({
  merchantPrivateKeyPem: z.string({ error: 'is missing' }),
  apiV3Key: z.string({ error: 'is missing' }).regex(/^[\x21-\x7e]{32}$/, 'must be 32 ASCII characters'),
})

const required = z.string({ error: 'is missing' })

/** An origin: signatures cover the path, so a prefix that a proxy takes off would break every one of them. */
const origin = required.transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin
  context.addIssue('must be http(s)://host without a path')
  return z.NEVER
})

const privateKey = required.transform((pem, context) => {
  const key = rsaKey(() => createPrivateKey(pem))
  if (key) return key
  context.addIssue('must be an RSA private key in PEM form')
  return z.NEVER
})

const publicKeys = required.transform((text, context) => {
  const pems = z.record(z.string().min(1), z.string()).safeParse(parseJson(text))
  const entries = Object.entries(pems.data ?? {})
  const keys = new Map<string, KeyObject>()
  for (const [serial, pem] of entries) {
    const key = rsaKey(() => createPublicKey(pem))
    if (key) keys.set(serial, key)
  }
  if (entries.length > 0 && keys.size === entries.length) return keys
  context.addIssue('must be a JSON object of serial → RSA public key or certificate in PEM form, with at least one')
  return z.NEVER
})

const settings = z.object({
  WECHAT_PAY_BASE_URL: origin,
  WECHAT_PAY_MODE: z.enum(['partner', 'direct'], { error: 'must be partner or direct' }),
  WECHAT_PAY_MCHID: required.regex(/^\d{1,32}$/, 'must be digits'),
  WECHAT_APP_ID: required.regex(/^\w{1,32}$/, 'must be 1 to 32 letters and digits'),
  WECHAT_PAY_MERCHANT_SERIAL: required.regex(/^\w{1,64}$/, 'must be 1 to 64 letters and digits'),
  WECHAT_PAY_PUBLIC_KEYS: publicKeys,
  WECHAT_PAY_NOTIFY_BASE_URL: origin,
  secret: wechatPaySecret.extend({ merchantPrivateKeyPem: privateKey }),
})

/**
 * Reads the settings from the environment and the secret's parsed JSON.
 * Throws one error that names everything missing or malformed, and shows no value.
 */
export function readWechatPayConfig(
  env: Readonly<Record<string, string | undefined>>,
  secret: unknown,
): WechatPayConfig {
  const parsed = settings.safeParse({ ...env, secret })
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new Error(`WeChat Pay is not configured: ${problems.join('; ')}`)
  }
  const { data } = parsed
  return {
    baseUrl: data.WECHAT_PAY_BASE_URL,
    mode: data.WECHAT_PAY_MODE,
    mchid: data.WECHAT_PAY_MCHID,
    appId: data.WECHAT_APP_ID,
    merchantSerial: data.WECHAT_PAY_MERCHANT_SERIAL,
    merchantPrivateKey: data.secret.merchantPrivateKeyPem,
    apiV3Key: data.secret.apiV3Key,
    publicKeys: data.WECHAT_PAY_PUBLIC_KEYS,
    notifyUrl: data.WECHAT_PAY_NOTIFY_BASE_URL + notificationPath,
  }
}

/** The key, where it is an RSA one: verifying with another kind would throw or mean another algorithm. */
function rsaKey(read: () => KeyObject): KeyObject | undefined {
  try {
    const key = read()
    return key.asymmetricKeyType === 'rsa' ? key : undefined
  } catch {
    return undefined
  }
}
