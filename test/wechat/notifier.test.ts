import { afterEach, expect, test } from 'vitest'
import { retryPausesSeconds } from '../../local/wechat/notifier.ts'
import { subMchid } from './merchant.ts'
import { header, isSigned, openBoth, openResource, payAndDeliver, sentOf } from './opened.ts'
import { world } from './world.ts'

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function open(answer?: Parameters<typeof openBoth>[1], options?: Parameters<typeof openBoth>[2]) {
  const { receiver, scene, end } = await openBoth(world, answer, options)
  ends.push(end)
  return { receiver, scene }
}

test('a payment is notified at once: signed, encrypted, and an independent reader opens it', async () => {
  const { receiver, scene } = await open()
  const transactionId = await payAndDeliver(scene, receiver.url)
  const [received] = receiver.received
  expect([header(received, 'serial'), isSigned(received, world.payPublicKeyPem)]).toEqual([world.payPublicKeyId, true])
  expect(openResource(received, world.apiV3Key)).toMatchObject({
    eventType: 'TRANSACTION.SUCCESS',
    resource: expect.objectContaining({
      sp_appid: world.appId,
      sp_mchid: world.mchid,
      sub_mchid: subMchid,
      out_trade_no: 'ord_0001',
      transaction_id: transactionId,
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      success_time: '2026-03-01T09:30:00+08:00',
      payer: { sp_openid: scene.openid },
      amount: { total: 1200, payer_total: 1200, currency: 'CNY', payer_currency: 'CNY' },
    }),
  })
  expect(await sentOf(scene)).toMatchObject([{ status: 'delivered', attempts: 1 }])
  await scene.wechat.deliverDue()
  expect(receiver.received).toHaveLength(1)
})

test('a refund is notified when it ended, under the name that notifications use for its status', async () => {
  const { receiver, scene } = await open()
  const transaction_id = await payAndDeliver(scene, receiver.url)
  const amount = { refund: 300, total: 1200, currency: 'CNY' }
  const body = { sub_mchid: subMchid, transaction_id, out_refund_no: 'r1', notify_url: receiver.url, amount }
  await scene.merchant.call('POST', '/v3/refund/domestic/refunds', body)
  await scene.wechat.deliverDue()
  expect(receiver.received).toHaveLength(1)
  scene.clock.advance(1_000)
  await scene.wechat.deliverDue()
  expect(openResource(receiver.received[1], world.apiV3Key)).toMatchObject({
    eventType: 'REFUND.SUCCESS',
    resource: expect.objectContaining({
      sp_mchid: world.mchid,
      sub_mchid: subMchid,
      out_trade_no: 'ord_0001',
      out_refund_no: 'r1',
      refund_status: 'SUCCESS',
      amount: { total: 1200, refund: 300, payer_total: 1200, payer_refund: 300 },
    }),
  })
})

test('the retry table is the documented one: fifteen pauses, 24 h 4 min', () => {
  expect(retryPausesSeconds).toHaveLength(15)
  expect(retryPausesSeconds.reduce((sum, seconds) => sum + seconds, 0)).toBe(24 * 3600 + 4 * 60)
})

test('what is not acknowledged is repeated after each pause of the table, and then given up', async () => {
  const { receiver, scene } = await open(() => 500)
  await payAndDeliver(scene, receiver.url)
  for (const [index, pauseSeconds] of retryPausesSeconds.entries()) {
    scene.clock.advance(pauseSeconds * 1000 - 1)
    await scene.wechat.deliverDue()
    expect(receiver.received).toHaveLength(index + 1)
    scene.clock.advance(1)
    await scene.wechat.deliverDue()
    expect(receiver.received).toHaveLength(index + 2)
  }
  expect(await sentOf(scene)).toMatchObject([{ status: 'given_up', attempts: 16 }])
  scene.clock.advance(30 * 86_400_000)
  await scene.wechat.deliverDue()
  expect(receiver.received).toHaveLength(16)
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  expect(receiver.received.every((received) => isSigned(received, world.payPublicKeyPem))).toBe(true)
})

test.each([200, 204])('%i acknowledges', async (status) => {
  const { receiver, scene } = await open(() => status)
  await payAndDeliver(scene, receiver.url)
  expect(await sentOf(scene)).toMatchObject([{ status: 'delivered' }])
})

test.each([201, 202, 301, 400, 401, 404, 500, 503])('%i does not acknowledge', async (status) => {
  const { receiver, scene } = await open(() => status)
  await payAndDeliver(scene, receiver.url)
  expect(await sentOf(scene)).toMatchObject([{ status: 'pending', nextAt: '2026-03-01T09:30:15+08:00' }])
})

test('a redirect is not followed', async () => {
  const { receiver, scene } = await open((_received, index) => (index === 0 ? 302 : 204))
  await payAndDeliver(scene, receiver.url)
  expect(receiver.received).toHaveLength(1)
  expect(await sentOf(scene)).toMatchObject([{ status: 'pending' }])
})

test('a receiver that does not answer in time, or is not there, is tried again', async () => {
  const { receiver, scene } = await open((_received, index) => (index === 0 ? 'silent' : 204), { answerTimeoutMs: 500 })
  await payAndDeliver(scene, receiver.url)
  expect(await sentOf(scene)).toMatchObject([{ status: 'pending', attempts: 1 }])
  scene.clock.advance(15_000)
  await scene.wechat.deliverDue()
  expect(await sentOf(scene)).toMatchObject([{ status: 'delivered', attempts: 2 }])
  await receiver.close()
  await payAndDeliver(scene, receiver.url, 'ord_0002')
  expect(await sentOf(scene, 'ord_0002')).toMatchObject([{ status: 'pending', attempts: 1 }])
})

test('two turns at the same time do not send twice', async () => {
  const { receiver, scene } = await open()
  await scene.payOrder({ notify_url: receiver.url })
  await Promise.all([scene.wechat.deliverDue(), scene.wechat.deliverDue(), scene.wechat.deliverDue()])
  expect(receiver.received).toHaveLength(1)
})
