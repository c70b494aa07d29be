import { generateKeyPairSync } from 'node:crypto'
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { readWechatPayConfig, type WechatPayConfig } from '../../functions/payments/wechat-pay/config.ts'

const pem = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const

export const merchant = generateKeyPairSync('rsa', { modulusLength: 2048, ...pem })
export const wechat = generateKeyPairSync('rsa', { modulusLength: 2048, ...pem })
export const wechatSerial = 'PUB_KEY_ID_0114232134912410000000000000'
export const apiV3Key = '0123456789abcdef0123456789ABCDEF'
export const now = new Date('2026-11-22T04:00:00.500Z')
export const nonce = 'c5ac7061fccab6bf3e254dcf98995b8c'

export const secret = { merchantPrivateKeyPem: merchant.privateKey, apiV3Key }
export const env = {
  WECHAT_PAY_BASE_URL: 'https://api.mch.weixin.qq.com',
  WECHAT_PAY_MODE: 'partner',
  WECHAT_PAY_MCHID: '1900000001',
  WECHAT_APP_ID: 'wx0000000000000001',
  WECHAT_PAY_MERCHANT_SERIAL: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  // A certificate's serial comes first, so that preferring the public key is a choice that a test can see.
  WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({
    '7132D72A03E93CDDF8C03BBD1F37EEDF': merchant.publicKey,
    [wechatSerial]: wechat.publicKey,
  }),
  WECHAT_PAY_NOTIFY_BASE_URL: 'https://shop.example.com',
}

export const config = (changes: Partial<Record<keyof typeof env, string>> = {}): WechatPayConfig =>
  readWechatPayConfig({ ...env, ...changes }, secret)

export const epochSeconds = (at: Date): number => Math.floor(at.getTime() / 1000)

/** The headers with which WeChat would send this body, made by the other implementation. */
export function signedHeaders(body: string, at: Date | number = now): Record<string, string> {
  const timestamp = typeof at === 'number' ? at : epochSeconds(at)
  return {
    'Wechatpay-Timestamp': String(timestamp),
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': wechatSerial,
    'Wechatpay-Signature': Rsa.sign(Formatter.response(timestamp, nonce, body), wechat.privateKey),
  }
}

/** The body of a notification about `resource`, encrypted by the other implementation. */
export function notificationBody(eventType: string, resource: unknown, associatedData = 'transaction'): string {
  const iv = 'fdasflkja484'
  return JSON.stringify({
    id: 'EV-2018022511223320873',
    create_time: '2026-11-22T12:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: Aes.AesGcm.encrypt(JSON.stringify(resource), apiV3Key, iv, associatedData),
      associated_data: associatedData,
      nonce: iv,
    },
  })
}

export const partnerTransaction = {
  sp_appid: 'wx0000000000000001',
  sp_mchid: '1900000001',
  sub_mchid: '1900000109',
  out_trade_no: '01JD8Z0000000000000000000A',
  transaction_id: '1217752501201407033233368018',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'CMC',
  attach: '',
  success_time: '2026-11-22T11:59:58+08:00',
  payer: { sp_openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
  amount: { total: 1280, payer_total: 1200, currency: 'CNY', payer_currency: 'CNY' },
}

const { sp_appid: appid, sp_mchid: mchid, sub_mchid: _, payer: __, ...shared } = partnerTransaction
export const directTransaction = { ...shared, appid, mchid, payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } }

const refund = {
  transaction_id: '1217752501201407033233368018',
  out_trade_no: '01JD8Z0000000000000000000A',
  refund_id: '50000000382019052709732678859',
  out_refund_no: 'refund-1@A',
  success_time: '2026-11-22T12:30:00+08:00',
  user_received_account: '招商银行信用卡0403',
  amount: { total: 1280, refund: 280, payer_total: 1280, payer_refund: 280 },
}
export const refundNotice = { ...refund, sp_mchid: '1900000001', sub_mchid: '1900000109', refund_status: 'SUCCESS' }
export const refundReply = {
  ...refund,
  status: 'PROCESSING',
  channel: 'ORIGINAL',
  success_time: undefined,
  amount: { ...refund.amount, settlement_refund: 280, currency: 'CNY' },
}
