import { randomBytes, sign } from 'node:crypto'
import { type RunningWechat, startWechat } from '../../local/wechat/start-wechat.ts'
import type { WechatWorld } from '../../local/wechat/world.ts'

export const subMchid = '1900000101'

/** A clock that stands still until it is moved. */
export function createClock(startIso = '2026-03-01T01:30:00.000Z') {
  let atMs = Date.parse(startIso)
  return {
    now: () => new Date(atMs),
    advance: (ms: number) => {
      atMs += ms
    },
  }
}
export type Clock = ReturnType<typeof createClock>

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Record<string, unknown>
}

/** What a test may make wrong in a request. */
export type Overrides = {
  readonly timestamp?: string
  readonly nonce?: string
  readonly serial?: string
  readonly mchid?: string
  readonly privateKeyPem?: string
  readonly headers?: Record<string, string>
  /** Sent in place of the body that was signed. */
  readonly sentBody?: string
  /** Called in place of the target that was signed. */
  readonly sentTarget?: string
  readonly authorization?: (right: string) => string
}

export function merchantSign(privateKeyPem: string, ...lines: string[]): string {
  return sign('RSA-SHA256', Buffer.from(lines.map((line) => `${line}\n`).join('')), privateKeyPem).toString('base64')
}

export type Merchant = ReturnType<typeof createMerchant>

/** A merchant that signs by the documented rules, and can be told to do it wrongly. */
export function createMerchant(world: WechatWorld, baseUrl: string, now: () => Date) {
  const call = async (method: string, target: string, body?: unknown, wrong: Overrides = {}): Promise<Answer> => {
    const signed = body === undefined ? '' : JSON.stringify(body)
    const timestamp = wrong.timestamp ?? String(Math.floor(now().getTime() / 1000))
    const nonce = wrong.nonce ?? randomBytes(16).toString('hex')
    const signature = merchantSign(
      wrong.privateKeyPem ?? world.merchantPrivateKeyPem,
      method,
      target,
      timestamp,
      nonce,
      signed,
    )
    const parameters = `mchid="${wrong.mchid ?? world.mchid}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${wrong.serial ?? world.merchantSerial}",signature="${signature}"`
    const authorization = `WECHATPAY2-SHA256-RSA2048 ${parameters}`
    const sent = wrong.sentBody ?? signed
    const response = await fetch(baseUrl + (wrong.sentTarget ?? target), {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'test-merchant',
        authorization: wrong.authorization?.(authorization) ?? authorization,
        ...wrong.headers,
      },
      ...(method === 'GET' ? {} : { body: sent }),
    })
    return answerOf(response)
  }
  return {
    call,
    payParams: (prepayId: string, appId = world.appId) => {
      const timeStamp = String(Math.floor(now().getTime() / 1000))
      const nonceStr = randomBytes(16).toString('hex')
      const packed = `prepay_id=${prepayId}`
      const paySign = merchantSign(world.merchantPrivateKeyPem, appId, timeStamp, nonceStr, packed)
      return { appId, timeStamp, nonceStr, package: packed, signType: 'RSA', paySign }
    },
  }
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = text.startsWith('{')
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} }
}

export type Scene = Awaited<ReturnType<typeof openScene>>

/** A running stand-in in partner mode with one user, a merchant and the shortcuts that most tests need. */
export async function openScene(
  world: WechatWorld,
  options: { folder?: string; answerTimeoutMs?: number; clock?: Clock } = {},
) {
  const clock = options.clock ?? createClock()
  const { folder, answerTimeoutMs } = options
  const wechat: RunningWechat = await startWechat({
    world,
    now: clock.now,
    ...(folder === undefined ? {} : { folder }),
    ...(answerTimeoutMs === undefined ? {} : { answerTimeoutMs }),
  })
  const merchant = createMerchant(world, wechat.baseUrl, clock.now)
  const phone = async (path: string, body?: unknown): Promise<Answer> => {
    const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    return answerOf(await fetch(`${wechat.baseUrl}/phone${path}`, body === undefined ? {} : post))
  }
  const openid = String((await phone('/users', { name: 'Mei' })).json.openid)
  const prepayBody = (changes: Record<string, unknown> = {}) => ({
    sp_appid: world.appId,
    sp_mchid: world.mchid,
    sub_mchid: subMchid,
    description: '茶叶',
    out_trade_no: 'ord_0001',
    notify_url: 'https://shop.example/v1/wechat-pay/notifications',
    amount: { total: 1200, currency: 'CNY' },
    payer: { sp_openid: openid },
    ...changes,
  })
  const prepay = (changes: Record<string, unknown> = {}) =>
    merchant.call('POST', '/v3/pay/partner/transactions/jsapi', prepayBody(changes))
  const pay = async (prepayId: unknown, name = 'Mei') =>
    phone('/pay', { name, payParams: merchant.payParams(String(prepayId)) })
  /** Orders and pays; answers the transaction id. */
  const payOrder = async (changes: Record<string, unknown> = {}): Promise<string> => {
    const { json } = await prepay(changes)
    const paid = await pay(json.prepay_id)
    if (paid.status !== 200) throw new Error(`not paid: ${paid.text}`)
    return String(paid.json.transactionId)
  }
  return { wechat, clock, merchant, phone, openid, prepayBody, prepay, pay, payOrder, world }
}
