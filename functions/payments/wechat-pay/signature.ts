import { type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import type { WechatPayConfig } from './config.ts'

const scheme = 'WECHATPAY2-SHA256-RSA2048'

/** WeChat's own SDKs refuse a message at 300 s already, not after them. */
const clockSkewMaxSeconds = 300

/** Now and then WeChat sends a signature that is wrong on purpose, to see whether it is checked. */
const probePrefix = 'WECHATPAY/SIGNTEST/'

export type HeaderFields = Readonly<Record<string, string | undefined>>

export type SignatureRefusal = 'missing_header' | 'sign_probe' | 'unknown_serial' | 'stale' | 'bad_signature'
export type SignatureCheck = { readonly ok: true } | { readonly ok: false; readonly reason: SignatureRefusal }

export type SignableRequest = {
  readonly method: 'GET' | 'POST'
  /** As it goes over the wire: encoded, without the host. */
  readonly pathWithQuery: string
  /** Empty for GET. */
  readonly body: string
}

/** What `wx.requestPayment` takes, and the app id that it was signed for. `timeStamp` is in seconds. */
export type PayParams = {
  readonly appId: string
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: 'RSA'
  readonly paySign: string
}

/** 32 hexadecimal characters, for one signature. */
export function randomNonce(): string {
  return randomBytes(16).toString('hex')
}

/** The `Authorization` header of one request, signed with the merchant's key (RSASSA-PKCS1-v1_5, SHA-256). */
export function authorization(config: WechatPayConfig, request: SignableRequest, now: Date, nonce: string): string {
  const timestamp = epochSeconds(now)
  const message = lines(request.method, request.pathWithQuery, timestamp, nonce, request.body)
  const fields = {
    mchid: config.mchid,
    nonce_str: nonce,
    timestamp,
    serial_no: config.merchantSerial,
    signature: signText(config, message),
  }
  const list = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  return `${scheme} ${list.join(',')}`
}

/** What the mini-program hands to `wx.requestPayment` to open the payment of a prepay id (valid for 2 h). */
export function payParams(config: WechatPayConfig, prepayId: string, now: Date, nonce: string): PayParams {
  const timeStamp = epochSeconds(now)
  const prepay = `prepay_id=${prepayId}`
  const paySign = signText(config, lines(config.appId, timeStamp, nonce, prepay))
  return { appId: config.appId, timeStamp, nonceStr: nonce, package: prepay, signType: 'RSA', paySign }
}

/**
 * Whether WeChat signed these bytes, lately. Header names may come in any case.
 * A timestamp that is no number counts as stale; another signature type, or base64 that is not canonical, as a bad signature.
 */
export function verifySignature(
  publicKeys: ReadonlyMap<string, KeyObject>,
  headers: HeaderFields,
  rawBody: Uint8Array,
  now: Date,
): SignatureCheck {
  const fields = lowerCased(headers)
  const timestamp = fields.get('wechatpay-timestamp')
  const nonce = fields.get('wechatpay-nonce')
  const signature = fields.get('wechatpay-signature')
  const serial = fields.get('wechatpay-serial')
  if (!timestamp || !nonce || !signature || !serial) return refuse('missing_header')
  if (signature.startsWith(probePrefix)) return refuse('sign_probe')
  const key = publicKeys.get(serial)
  if (!key) return refuse('unknown_serial')
  if (!isFresh(timestamp, now)) return refuse('stale')
  if ((fields.get('wechatpay-signature-type') ?? scheme) !== scheme) return refuse('bad_signature')
  // A line feed in the nonce would let the body's first line pass for a part of it.
  if (!/^[\x21-\x7e]+$/.test(nonce)) return refuse('bad_signature')
  const signatureBytes = Buffer.from(signature, 'base64')
  if (signatureBytes.toString('base64') !== signature) return refuse('bad_signature')
  const message = Buffer.concat([Buffer.from(lines(timestamp, nonce)), rawBody, Buffer.from('\n')])
  return verify('sha256', message, key, signatureBytes) ? { ok: true } : refuse('bad_signature')
}

function isFresh(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false
  return Math.abs(Number(epochSeconds(now)) - Number(timestamp)) < clockSkewMaxSeconds
}

function lowerCased(headers: HeaderFields): ReadonlyMap<string, string | undefined> {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function refuse(reason: SignatureRefusal): SignatureCheck {
  return { ok: false, reason }
}

function signText(config: WechatPayConfig, message: string): string {
  return sign('sha256', Buffer.from(message), config.merchantPrivateKey).toString('base64')
}

/** Every line of a message to sign ends with a line feed, the last one too. */
function lines(...parts: readonly string[]): string {
  return parts.map((part) => `${part}\n`).join('')
}

function epochSeconds(now: Date): string {
  return String(Math.floor(now.getTime() / 1000))
}
