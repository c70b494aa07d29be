import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import * as z from 'zod'
import { type RunningWechat, startWechat } from '../../local/wechat/start-wechat.ts'
import { createMerchant } from './merchant.ts'
import { world as partner } from './world.ts'

const world = { ...partner, mode: 'direct' } as const
let wechat: RunningWechat

beforeAll(async () => {
  // The plugin reads the machine's clock.
  wechat = await startWechat({ world, now: () => new Date() })
})
afterAll(() => wechat.close())

/** The plugin's client; it verifies every answer by the keys given. */
function pluginClient(certs: Record<string, string>) {
  const { mchid, merchantSerial: serial, merchantPrivateKeyPem: privateKey } = world
  return new Wechatpay({ mchid, serial, privateKey, certs, baseURL: wechat.baseUrl })
}

test('an independent client orders, queries and closes, and accepts every signature', async () => {
  const users = await fetch(`${wechat.baseUrl}/phone/users`, { method: 'POST', body: JSON.stringify({ name: 'Mei' }) })
  const { openid } = z.object({ openid: z.string() }).parse(await users.json())
  const client = pluginClient({ [world.payPublicKeyId]: world.payPublicKeyPem })
  const headers = { 'Wechatpay-Serial': world.payPublicKeyId }
  const order = await client.chain('/v3/pay/transactions/jsapi').post(
    {
      appid: world.appId,
      mchid: world.mchid,
      description: '茶叶',
      out_trade_no: 'plugin_0001',
      notify_url: 'https://shop.example/notifications',
      amount: { total: 1 },
      payer: { openid },
    },
    { headers },
  )
  expect(Reflect.get(order.data, 'prepay_id')).toMatch(/^wx\w{8,62}$/)
  const trade = client.chain('/v3/pay/transactions/out-trade-no/plugin_0001')
  const found = await trade.get({ params: { mchid: world.mchid }, headers })
  expect(found.data.trade_state).toBe('NOTPAY')
  const closing = client.chain('/v3/pay/transactions/out-trade-no/plugin_0001/close')
  expect((await closing.post({ mchid: world.mchid }, { headers })).status).toBe(204)
})

test('an independent client with other keys does not accept the answers', async () => {
  const client = pluginClient({ [world.payPublicKeyId]: world.platformPublicKeyPem })
  const trade = client.chain('/v3/pay/transactions/out-trade-no/plugin_0001')
  await expect(trade.get({ params: { mchid: world.mchid } })).rejects.toThrow(/verify/i)
})

const refundsPath = '/v3/refund/domestic/refunds'
const withSerial = () => ({ headers: { 'Wechatpay-Serial': world.payPublicKeyId } })
const oracle = (baseURL: string) => {
  const { mchid, merchantSerial: serial, merchantPrivateKeyPem: privateKey, payPublicKeyId, payPublicKeyPem } = world
  return new Wechatpay({ mchid, serial, privateKey, certs: { [payPublicKeyId]: payPublicKeyPem }, baseURL })
}

/** A paid order and a refund of it that has ended, by our own signing, at whatever time the stand-in's clock says. */
async function paidOrder(at: RunningWechat, now: () => Date, outTradeNo: string) {
  const merchant = createMerchant(world, at.baseUrl, now)
  const phone = async (path: string, body: unknown): Promise<unknown> =>
    (await fetch(`${at.baseUrl}/phone${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
  const { openid } = z.object({ openid: z.string() }).parse(await phone('/users', { name: 'Mei' }))
  const { json } = await merchant.call('POST', '/v3/pay/transactions/jsapi', {
    appid: world.appId,
    mchid: world.mchid,
    description: '茶叶',
    out_trade_no: outTradeNo,
    notify_url: 'https://shop.example/notifications',
    amount: { total: 1200, currency: 'CNY' },
    payer: { openid },
  })
  await phone('/pay', { name: 'Mei', payParams: merchant.payParams(String(json.prepay_id)) })
  return merchant
}

test('an independent client refunds, asks after the refund and leads it elsewhere, its fields encrypted', async () => {
  await paidOrder(wechat, () => new Date(), 'plugin_0002')
  const client = oracle(wechat.baseUrl)
  const amount = { refund: 300, total: 1200, currency: 'CNY' }
  wechat.setFaults({ refundOutcome: 'ABNORMAL' })
  const body = { out_trade_no: 'plugin_0002', out_refund_no: 'pr1', amount }
  const accepted = await client.chain(refundsPath).post(body, withSerial())
  expect(accepted.data).toMatchObject({ out_refund_no: 'pr1', status: 'PROCESSING' })
  const ended = async () => {
    await wechat.deliverDue()
    return (await client.chain(`${refundsPath}/pr1`).get(withSerial())).data
  }
  await expect.poll(ended, { interval: 50, timeout: 20_000 }).toMatchObject({ status: 'ABNORMAL' })
  wechat.setFaults({ refundOutcome: 'SUCCESS' })
  const publicKey = Rsa.fromSpki(world.payPublicKeyPem.replaceAll(/-----[^-]+-----|\s/g, ''))
  const [bank_account, real_name] = ['6222020000001234567', '梅小姐'].map((text) => Rsa.encrypt(text, publicKey))
  const path = `${refundsPath}/${Reflect.get(accepted.data, 'refund_id')}/apply-abnormal-refund`
  const card = { type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT', bank_account, real_name }
  const led = await client.chain(path).post({ out_refund_no: 'pr1', ...card }, withSerial())
  expect(led.data).toMatchObject({ status: 'PROCESSING' })
  await expect.poll(ended, { interval: 50, timeout: 20_000 }).toMatchObject({ status: 'SUCCESS' })
})

test('an independent client gets the links of both bills, and their hashes are those of the files', async () => {
  const dayMs = 86_400_000
  let behindMs = 2 * dayMs
  const now = () => new Date(Date.now() - behindMs)
  const past = await startWechat({ world, now })
  const billDate = new Date(now().getTime() + dayMs / 3).toISOString().slice(0, 10)
  const merchant = await paidOrder(past, now, 'plugin_0003')
  behindMs = 0
  const client = oracle(past.baseUrl)
  for (const [path, fields, column] of [
    ['/v3/bill/tradebill', { bill_type: 'ALL' }, '微信订单号'],
    ['/v3/bill/fundflowbill', { account_type: 'BASIC' }, '资金流水单号'],
  ] as const) {
    const params = { bill_date: billDate, ...fields }
    const { data } = await client.chain(path).get({ params, ...withSerial() })
    const { pathname, search } = new URL(String(Reflect.get(data, 'download_url')))
    const { text } = await merchant.call('GET', pathname + search)
    expect(text).toContain(column)
    expect(createHash('sha1').update(text).digest('hex')).toBe(Reflect.get(data, 'hash_value'))
  }
  await past.close()
})
