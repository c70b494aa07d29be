import { afterAll, beforeAll, expect, test } from 'vitest'
import { Wechatpay } from 'wechatpay-axios-plugin'
import * as z from 'zod'
import { type RunningWechat, startWechat } from '../../local/wechat/start-wechat.ts'
import { createWechatWorld, type WechatWorld } from '../../local/wechat/world.ts'

let world: WechatWorld
let wechat: RunningWechat

beforeAll(async () => {
  world = await createWechatWorld({ mode: 'direct' })
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
