import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import { createWechatPay } from '../../functions/payments/wechat-pay/client.ts'
import { config, merchant, nonce, now } from './fixtures.ts'
import { type Answer, type Received, serve, signed } from './scripted-server.ts'

export const subMchid = '1900000109'
export const outTradeNo = '01JD8Z0000000000000000000A'
export const order = {
  outTradeNo,
  subMchid,
  description: '云南小粒咖啡 250 g',
  totalFen: 1280,
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  expiresAt: '2026-11-22T16:15:00.999Z',
}
export const refundCommand = { outTradeNo, subMchid, outRefundNo: 'refund-1@A', refundFen: 280, totalFen: 1280 }
export const prepaid = signed(200, { prepay_id: 'wx201410272009395522657a690389285100' })

/** A client and the server that it talks to. Its pauses are noted, not waited for. */
export async function connect(answers: Answer[], mode: 'partner' | 'direct' = 'partner') {
  const server = await serve(...answers)
  const pauses: number[] = []
  let count = 0
  const wechatPay = createWechatPay(config({ WECHAT_PAY_BASE_URL: server.baseUrl, WECHAT_PAY_MODE: mode }), {
    now: () => now,
    nonce: () => `${nonce}${++count}`,
    pause: async (retry) => void pauses.push(retry),
    timeoutMs: answers.includes('hang') ? 300 : 5_000,
  })
  return { wechatPay, received: server.received, pauses }
}

export function isSigned({ method, url, headers, body }: Received): boolean {
  const [, nonceSent = '', timestamp = '', signature = ''] =
    /nonce_str="([^"]+)",timestamp="([^"]+)".*signature="([^"]+)"/.exec(headers.authorization ?? '') ?? []
  return Rsa.verify(Formatter.request(method, url, timestamp, nonceSent, body), signature, merchant.publicKey)
}
