import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { encryptResource, signedHeaders } from '../../local/wechat/signature.ts'
import type { WechatWorld } from '../../local/wechat/world.ts'
import { type Reply, send } from './request.ts'

type Json = Readonly<Record<string, unknown>>
export type Notification = { readonly headers: Readonly<Record<string, string>>; readonly rawBody: string }

/** What the transaction of a payment looks like when WeChat tells of it. */
export const transactionOf = (
  world: WechatWorld,
  about: { readonly paymentNo: string; readonly totalFen: number; readonly subMchid: string },
  over: Json = {},
): Json => ({
  sp_appid: world.appId,
  sp_mchid: world.mchid,
  sub_mchid: about.subMchid,
  out_trade_no: about.paymentNo,
  transaction_id: `42000${about.paymentNo.slice(-20)}`,
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  attach: '',
  success_time: '2026-03-01T08:00:00+08:00',
  payer: { sp_openid: 'oSomebody' },
  amount: { total: about.totalFen, payer_total: about.totalFen, currency: 'CNY', payer_currency: 'CNY' },
  ...over,
})

/** A notification as WeChat would post it now, sealed and signed with its keys. */
export function notificationOf(world: WechatWorld, resource: Json, eventType = 'TRANSACTION.SUCCESS'): Notification {
  const rawBody = JSON.stringify({
    id: randomUUID(),
    create_time: '2026-03-01T08:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ...encryptResource(world.apiV3Key, JSON.stringify(resource), 'transaction'),
    },
  })
  return { rawBody, headers: signedHeaders(world, 'public-key', Date.now(), rawBody) }
}

export const signedAt = (world: WechatWorld, { rawBody }: Notification, atMs: number): Notification => ({
  rawBody,
  headers: signedHeaders(world, 'public-key', atMs, rawBody),
})

/** The same message under the same serial, signed by a key that is not WeChat's. */
export function signedByStranger({ headers, rawBody }: Notification): Notification {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const text = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${rawBody}\n`
  const signature = createSign('RSA-SHA256').update(text).sign(privateKey, 'base64')
  return { rawBody, headers: { ...headers, 'wechatpay-signature': signature } }
}

export const post = (at: { readonly apiUrl: string }, notification: Notification): Promise<Reply> =>
  send(at, { method: 'POST', path: '/v1/wechat-pay/notifications', ...notification })
