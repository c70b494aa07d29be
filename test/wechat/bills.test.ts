import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import { createWechatPay } from '../../functions/payments/wechat-pay/client.ts'
import { readWechatPayConfig } from '../../functions/payments/wechat-pay/config.ts'
import { randomNonce } from '../../functions/payments/wechat-pay/signature.ts'
import { type Answer, merchantSign, openScene, type Scene, subMchid } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene
let transactionId: string

beforeEach(async () => {
  // It is half past nine in the morning of the first of March in Beijing.
  scene = await openScene(world)
  transactionId = await scene.payOrder()
})
afterEach(() => scene.wechat.close())

const dayMs = 86_400_000
const path = '/v3/bill/tradebill'
const link = (fields: Record<string, string> = {}, from = path) =>
  scene.merchant.call('GET', `${from}?${new URLSearchParams({ bill_date: '2026-03-01', ...fields })}`)
const pair = ({ status, json }: Pick<Answer, 'status' | 'json'>) => [status, json.code]

/** Signs for the link's file as for any call, and fetches it. */
async function download({ json }: Pick<Answer, 'json'>) {
  const url = new URL(String(json.download_url))
  const timestamp = String(Math.floor(scene.clock.now().getTime() / 1000))
  const nonce = randomNonce()
  const target = url.pathname + url.search
  const signature = merchantSign(world.merchantPrivateKeyPem, 'GET', target, timestamp, nonce, '')
  const parameters = `mchid="${world.mchid}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${world.merchantSerial}",signature="${signature}"`
  const headers = { accept: '*/*', 'user-agent': 'test', authorization: `WECHATPAY2-SHA256-RSA2048 ${parameters}` }
  const reply = await fetch(url, { headers })
  return { reply, bytes: Buffer.from(await reply.arrayBuffer()) }
}

/** Gives back a part of the order, which has succeeded a second later. */
async function giveBack(outRefundNo: string, refundFen: number) {
  const amount = { refund: refundFen, total: 1200, currency: 'CNY' }
  const body = { sub_mchid: subMchid, transaction_id: transactionId, out_refund_no: outRefundNo, amount }
  const { json } = await scene.merchant.call('POST', '/v3/refund/domestic/refunds', body)
  scene.clock.advance(1_000)
  await scene.wechat.deliverDue()
  return String(json.refund_id)
}

test('the link’s reply is signed, by another implementation’s word; the file is not, and its SHA1 is that of its text', async () => {
  await giveBack('r1', 305)
  scene.clock.advance(dayMs + 3_600_000)
  const answer = await link({ tar_type: 'GZIP' })
  const header = (name: string) => answer.headers.get(`wechatpay-${name}`) ?? ''
  const message = Formatter.response(header('timestamp'), header('nonce'), answer.text)
  const publicKey = Rsa.fromSpki(world.payPublicKeyPem.replaceAll(/-----[^-]+-----|\s/g, ''))
  expect(Rsa.verify(message, header('signature'), publicKey)).toBe(true)
  const { reply, bytes } = await download(answer)
  expect([...reply.headers.keys()].filter((name) => name.startsWith('wechatpay'))).toEqual([])
  const text = gunzipSync(bytes)
  expect(createHash('sha1').update(text).digest('hex')).toBe(answer.json.hash_value)
  const lines = text.toString().trimEnd().split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines[1]).toContain(`\`${transactionId},\`ord_0001,`)
  expect(lines[2]).toContain(',`r1,`3.05,')
  expect(lines[4]).toBe('`2,`12.00,`3.05,`0.00,`0.00,`12.00,`3.05')
})

test('our client reads the stand-in’s bill, in fen', async () => {
  const refundId = await giveBack('r1', 305)
  scene.clock.advance(dayMs + 3_600_000)
  expect(await ourClient().tradeBill({ billDate: '2026-03-01', subMchid })).toEqual({
    kind: 'found',
    rows: [
      { kind: 'payment', outTradeNo: 'ord_0001', transactionId, amountFen: 1200, state: 'SUCCESS' },
      {
        kind: 'refund',
        outTradeNo: 'ord_0001',
        outRefundNo: 'r1',
        refundId,
        transactionId,
        amountFen: 305,
        state: 'SUCCESS',
      },
    ],
  })
  expect(await ourClient().tradeBill({ billDate: '2026-03-01', subMchid: '1900000102' })).toEqual({ kind: 'absent' })
})

test('a bill is made at ten o’clock of the next day in Beijing, and our client says that it is not ready', async () => {
  scene.clock.advance(dayMs + 1_799_999)
  expect(pair(await link())).toEqual([400, 'STATEMENT_CREATING'])
  expect(await ourClient().tradeBill({ billDate: '2026-03-01', subMchid })).toEqual({ kind: 'not_ready' })
  scene.clock.advance(1)
  expect((await link()).status).toBe(200)
})

test.each([
  ['of a day without trades', { bill_date: '2026-02-27' }, 'NO_STATEMENT_EXIST'],
  ['of another sub-merchant', { sub_mchid: '1900000102' }, 'NO_STATEMENT_EXIST'],
  ['of refunds on a day without any', { bill_type: 'REFUND' }, 'NO_STATEMENT_EXIST'],
  ['of more than three months ago', { bill_date: '2025-11-01' }, 'PARAM_ERROR'],
  ['of no day', { bill_date: '2026-02-30' }, 'PARAM_ERROR'],
  ['with an unknown field', { mchid: '1' }, 'PARAM_ERROR'],
])('a bill %s is refused', async (_name, fields, code) => {
  scene.clock.advance(2 * dayMs)
  expect(pair(await link(fields))).toEqual([400, code])
})

test('a day of the bill ends at midnight in Beijing', async () => {
  scene.clock.advance(14.5 * 3_600_000 - 1)
  await scene.payOrder({ out_trade_no: 'ord_last' })
  scene.clock.advance(1)
  await scene.payOrder({ out_trade_no: 'ord_next' })
  scene.clock.advance(2 * dayMs)
  const textOf = async (bill_date: string) => (await download(await link({ bill_date }))).bytes.toString()
  const [first, second] = [await textOf('2026-03-01'), await textOf('2026-03-02')]
  expect([first.includes('ord_last'), first.includes('ord_next')]).toEqual([true, false])
  expect([second.includes('ord_last'), second.includes('ord_next')]).toEqual([false, true])
})

test('a link ends after five minutes', async () => {
  scene.clock.advance(2 * dayMs)
  const answer = await link()
  scene.clock.advance(300_000)
  expect((await download(answer)).reply.status).toBe(404)
})

const subMerchantFlow = '/v3/bill/sub-merchant-fundflowbill'
const ofShop = { sub_mchid: subMchid, account_type: 'BASIC', algorithm: 'AEAD_AES_256_GCM' }

test('our client opens a shop’s encrypted fund flow, and finds in it what came in and what went out', async () => {
  const refundId = await giveBack('r1', 305)
  scene.clock.advance(2 * dayMs)
  expect(await ourClient().fundFlowBill({ billDate: '2026-03-01', subMchid })).toEqual({
    kind: 'found',
    movements: [
      { kind: 'payment', direction: 'in', businessNo: transactionId, amountFen: 1200 },
      { kind: 'refund', direction: 'out', businessNo: refundId, amountFen: 305 },
    ],
  })
  expect(await ourClient().fundFlowBill({ billDate: '2026-03-01', subMchid: '1900000102' })).toEqual({ kind: 'absent' })
})

test('the file of a shop’s fund flow is of no use without the merchant’s private key', async () => {
  scene.clock.advance(2 * dayMs)
  const { json } = await link(ofShop, subMerchantFlow)
  const [one] = json.download_bill_list as Record<string, string>[]
  const { bytes } = await download({ json: { ...one } })
  expect(bytes.toString()).not.toContain('资金流水')
  expect(bytes.toString('latin1')).not.toContain(transactionId)
})

test('who has not opened the product does not see a shop’s account, and our client says so', async () => {
  scene.clock.advance(2 * dayMs)
  scene.wechat.setFaults({ showsShopAccounts: false })
  expect(pair(await link(ofShop, subMerchantFlow))).toEqual([403, 'NO_AUTH'])
  expect(await ourClient().fundFlowBill({ billDate: '2026-03-01', subMchid })).toEqual({ kind: 'not_permitted' })
})

test('a service provider’s own account does not move by the payments of its shops', async () => {
  scene.clock.advance(2 * dayMs)
  expect(pair(await link({}, '/v3/bill/fundflowbill'))).toEqual([400, 'NO_STATEMENT_EXIST'])
})

function ourClient() {
  const env = {
    WECHAT_PAY_BASE_URL: scene.wechat.baseUrl,
    WECHAT_PAY_MODE: world.mode,
    WECHAT_PAY_MCHID: world.mchid,
    WECHAT_APP_ID: world.appId,
    WECHAT_PAY_MERCHANT_SERIAL: world.merchantSerial,
    WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({ [world.payPublicKeyId]: world.payPublicKeyPem }),
    WECHAT_PAY_NOTIFY_BASE_URL: 'https://shop.example',
  }
  const secret = { merchantPrivateKeyPem: world.merchantPrivateKeyPem, apiV3Key: world.apiV3Key }
  return createWechatPay(readWechatPayConfig(env, secret), { now: scene.clock.now, nonce: randomNonce })
}
