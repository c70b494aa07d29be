import { randomBytes } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { createWechatLogin } from '../../functions/identity/wechat-login.ts'
import { createWechatPay } from '../../functions/payments/wechat-pay/client.ts'
import { readWechatPayConfig } from '../../functions/payments/wechat-pay/config.ts'
import { openNotification } from '../../functions/payments/wechat-pay/notification.ts'
import { payParams } from '../../functions/payments/wechat-pay/signature.ts'
import { readWechatAppConfig } from '../../functions/shared/wechat-app.ts'
import { openScene, subMchid } from './merchant.ts'
import { openReceiver } from './receiver.ts'
import { world } from './world.ts'

/** The shop's own client against the stand-in: both were written from the protocol, neither from the other. */

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function open() {
  const scene = await openScene(world)
  const receiver = await openReceiver()
  ends.push(scene.wechat.close, receiver.close)
  const settings = {
    WECHAT_PAY_BASE_URL: scene.wechat.baseUrl,
    WECHAT_PAY_MODE: world.mode,
    WECHAT_PAY_MCHID: world.mchid,
    WECHAT_APP_ID: world.appId,
    WECHAT_PAY_MERCHANT_SERIAL: world.merchantSerial,
    WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({
      [world.payPublicKeyId]: world.payPublicKeyPem,
      [world.platformSerial]: world.platformPublicKeyPem,
    }),
    WECHAT_PAY_NOTIFY_BASE_URL: new URL(receiver.url).origin,
  }
  const { merchantPrivateKeyPem, apiV3Key } = world
  const config = readWechatPayConfig(settings, { merchantPrivateKeyPem, apiV3Key })
  const nonce = () => randomBytes(16).toString('hex')
  const client = createWechatPay(config, { now: scene.clock.now, nonce, pause: async () => undefined })
  const order = {
    outTradeNo: 'ord_0001',
    subMchid,
    description: '茶叶',
    totalFen: 1200,
    openid: scene.openid,
    expiresAt: new Date(scene.clock.now().getTime() + 15 * 60_000).toISOString(),
    attach: 'shp_1',
  }
  const pay = async () => {
    const prepaid = await client.prepay(order)
    if (!prepaid.ok) throw new Error(prepaid.refusal.code)
    const signed = payParams(config, prepaid.prepayId, scene.clock.now(), nonce())
    const answer = await scene.phone('/pay', { name: 'Mei', payParams: signed })
    await scene.wechat.deliverDue()
    return { status: answer.status, transactionId: String(answer.json.transactionId) }
  }
  return { scene, receiver, config, client, order, pay }
}

test('orders, is paid, opens the notification and finds the payment', async () => {
  const { scene, receiver, config, client, order, pay } = await open()
  expect(await client.query(order)).toEqual({ kind: 'absent' })
  const { status, transactionId } = await pay()
  expect(status).toBe(200)
  const [received] = receiver.received
  const headers = Object.fromEntries(
    Object.entries(received?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  )
  const opened = openNotification(config, headers, Buffer.from(received?.body ?? ''), scene.clock.now())
  const transaction = expect.objectContaining({
    transactionId,
    totalFen: 1200,
    payerOpenid: scene.openid,
    attach: 'shp_1',
  })
  expect(opened).toMatchObject({ ok: true, notification: { kind: 'payment', transaction } })
  expect(await client.query(order)).toMatchObject({ kind: 'found', transaction })
  expect(await client.close(order)).toBe('paid')
})

test('closes again and again, and learns that a number is used up or differs', async () => {
  const { client, order } = await open()
  expect(await client.prepay(order)).toMatchObject({ ok: true })
  expect(await client.prepay({ ...order, totalFen: 1201 })).toMatchObject({ refusal: { code: 'parameters_differ' } })
  expect([await client.close(order), await client.close(order)]).toEqual(['closed', 'closed'])
  expect(await client.prepay(order)).toMatchObject({ refusal: { code: 'order_closed' } })
})

test('refunds, and sees the refund end', async () => {
  const { scene, receiver, config, client, order, pay } = await open()
  await pay()
  const refund = { ...order, outRefundNo: 'rfd_1', refundFen: 500 }
  expect(await client.refund(refund)).toMatchObject({ ok: true, refund: { outRefundNo: 'rfd_1' } })
  scene.clock.advance(1_000)
  await scene.wechat.deliverDue()
  const received = receiver.received[1]
  const headers = Object.fromEntries(
    Object.entries(received?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  )
  const opened = openNotification(config, headers, Buffer.from(received?.body ?? ''), scene.clock.now())
  expect(opened).toMatchObject({ ok: true, notification: { kind: 'refund', refund: { outRefundNo: 'rfd_1' } } })
  expect(await client.queryRefund(refund)).toMatchObject({ kind: 'found', refund: { status: 'SUCCESS' } })
})

test('gets over errors and a lost answer with the same number', async () => {
  const { scene, client, order } = await open()
  const path = '/v3/pay/partner/transactions/jsapi'
  for (const effect of [
    { kind: 'status', status: 502 },
    { kind: 'status', status: 429 },
    { kind: 'lost_answer' },
  ] as const) {
    scene.wechat.setFaults({ callFaults: [{ path, times: 1, effect }] })
    expect(await client.prepay(order)).toMatchObject({ ok: true })
  }
})

test('logs in by a code, once', async () => {
  const { scene } = await open()
  const settings = { WECHAT_API_BASE_URL: scene.wechat.baseUrl, WECHAT_APP_ID: world.appId }
  const login = createWechatLogin(readWechatAppConfig(settings, { appSecret: world.appSecret }), {
    pause: async () => undefined,
  })
  const code = String((await scene.phone('/login-code', { name: 'Mei' })).json.code)
  scene.wechat.setFaults({ callFaults: [{ path: '/sns/', times: 1, effect: { kind: 'errcode', errcode: -1 } }] })
  expect(await login.exchangeCode(code)).toMatchObject({ ok: true, openid: scene.openid })
  expect(await login.exchangeCode(code)).toMatchObject({ ok: false, refusal: { code: 'login_code_invalid' } })
})
