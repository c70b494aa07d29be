import { generateKeyPair, randomBytes, randomInt } from 'node:crypto'
import { promisify } from 'node:util'

/** The facts both sides of one WeChat world know: plain JSON, so that it can be kept in a file. Keys are PEM text. */
export type WechatWorld = {
  readonly appId: string
  readonly appSecret: string
  /** `partner`: the merchant is a service provider that orders for sub-merchants; `direct`: it sells for itself. */
  readonly mode: 'partner' | 'direct'
  readonly mchid: string
  readonly merchantSerial: string
  readonly merchantPrivateKeyPem: string
  readonly merchantPublicKeyPem: string
  /** 32 ASCII characters. */
  readonly apiV3Key: string
  /** `PUB_KEY_ID_…`, the serial of WeChat Pay's public-key mode. */
  readonly payPublicKeyId: string
  readonly payPublicKeyPem: string
  readonly payPrivateKeyPem: string
  /** Serial of the platform certificate, the older of the two modes; during a migration both arrive. */
  readonly platformSerial: string
  readonly platformPublicKeyPem: string
  readonly platformPrivateKeyPem: string
}

const modulusBits = 2048

/** Sub-merchants that are bound to the service provider from the start; others are registered at `/phone/sub-merchants`. */
export const boundSubMchids: readonly string[] = Array.from({ length: 20 }, (_, index) => String(1_900_000_101 + index))

/** Makes a new world with its own keys; about a second of work. */
export async function createWechatWorld(options: { mode?: 'partner' | 'direct' } = {}): Promise<WechatWorld> {
  const [merchant, pay, platform] = await Promise.all([rsaKeyPair(), rsaKeyPair(), rsaKeyPair()])
  const mchid = `16${digits(8)}`
  return {
    appId: `wx${randomBytes(8).toString('hex')}`,
    appSecret: randomBytes(16).toString('hex'),
    mode: options.mode ?? 'partner',
    mchid,
    merchantSerial: serial(),
    merchantPrivateKeyPem: merchant.privateKey,
    merchantPublicKeyPem: merchant.publicKey,
    apiV3Key: randomBytes(16).toString('hex'),
    payPublicKeyId: `PUB_KEY_ID_01${mchid}${digits(18)}`,
    payPublicKeyPem: pay.publicKey,
    payPrivateKeyPem: pay.privateKey,
    platformSerial: serial(),
    platformPublicKeyPem: platform.publicKey,
    platformPrivateKeyPem: platform.privateKey,
  }
}

function rsaKeyPair() {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: modulusBits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

function serial(): string {
  return randomBytes(20).toString('hex').toUpperCase()
}

/** Random decimal digits. */
export function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('')
}
