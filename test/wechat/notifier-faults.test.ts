import { afterEach, expect, test } from 'vitest'
import { subMchid } from './merchant.ts'
import { header, isSigned, openBoth, openResource, payAndDeliver, sentOf } from './opened.ts'
import { world } from './world.ts'

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function open(answer?: Parameters<typeof openBoth>[1]) {
  const { receiver, scene, end } = await openBoth(world, answer)
  ends.push(end)
  return { receiver, scene }
}

test('a lost notification never arrives, though the payment stands', async () => {
  const { receiver, scene } = await open()
  scene.wechat.setFaults({ notificationsLost: 1 })
  await payAndDeliver(scene, receiver.url)
  scene.clock.advance(86_400_000)
  await scene.wechat.deliverDue()
  expect(receiver.received).toEqual([])
  expect((await scene.phone('/transactions/ord_0001')).json.status).toBe('paid')
  await payAndDeliver(scene, receiver.url, 'ord_0002')
  expect(receiver.received).toHaveLength(1)
})

test('a doubled notification arrives twice at the same time, with one id', async () => {
  const both = Promise.withResolvers<void>()
  const { receiver, scene } = await open(async (_received, index) => {
    if (index === 1) both.resolve()
    await both.promise
    return 204
  })
  scene.wechat.setFaults({ notificationsDoubled: 1 })
  await payAndDeliver(scene, receiver.url)
  const [first, second] = receiver.received
  expect(receiver.received).toHaveLength(2)
  expect(openResource(first, world.apiV3Key).id).toBe(openResource(second, world.apiV3Key).id)
  expect(header(first, 'nonce')).not.toBe(header(second, 'nonce'))
  expect([isSigned(first, world.payPublicKeyPem), isSigned(second, world.payPublicKeyPem)]).toEqual([true, true])
})

test('a delayed notification comes after the later news of its order', async () => {
  const { receiver, scene } = await open()
  scene.wechat.setFaults({ notificationDelayMs: 60_000 })
  const transaction_id = await payAndDeliver(scene, receiver.url)
  scene.wechat.setFaults({ notificationDelayMs: 0 })
  const amount = { refund: 300, total: 1200, currency: 'CNY' }
  const body = { sub_mchid: subMchid, transaction_id, out_refund_no: 'r1', notify_url: receiver.url, amount }
  await scene.merchant.call('POST', '/v3/refund/domestic/refunds', body)
  scene.clock.advance(1_000)
  await scene.wechat.deliverDue()
  scene.clock.advance(59_000)
  await scene.wechat.deliverDue()
  const types = receiver.received.map((received) => openResource(received, world.apiV3Key).eventType)
  expect(types).toEqual(['REFUND.SUCCESS', 'TRANSACTION.SUCCESS'])
})

test('a sign probe comes first and is wrongly signed; the right one follows', async () => {
  const { receiver, scene } = await open((_received, index) => (index === 0 ? 401 : 204))
  scene.wechat.setFaults({ signProbes: 1 })
  await payAndDeliver(scene, receiver.url)
  const [probe, right] = receiver.received
  expect(header(probe, 'signature')).toMatch(/^WECHATPAY\/SIGNTEST\//)
  expect([isSigned(probe, world.payPublicKeyPem), isSigned(right, world.payPublicKeyPem)]).toEqual([false, true])
  expect(await sentOf(scene)).toMatchObject([{ status: 'delivered', attempts: 1, probesAccepted: 0 }])
})

test('a receiver that accepts a sign probe is found out', async () => {
  const { receiver, scene } = await open()
  scene.wechat.setFaults({ signProbes: 1 })
  await payAndDeliver(scene, receiver.url)
  expect(await sentOf(scene)).toMatchObject([{ probesAccepted: 1 }])
})

test('a stale timestamp is rightly signed but ten minutes old; the repeat is fresh', async () => {
  const { receiver, scene } = await open((_received, index) => (index === 0 ? 401 : 204))
  scene.wechat.setFaults({ staleTimestamps: 1 })
  await payAndDeliver(scene, receiver.url)
  scene.clock.advance(15_000)
  await scene.wechat.deliverDue()
  const [stale, fresh] = receiver.received
  expect([isSigned(stale, world.payPublicKeyPem), isSigned(fresh, world.payPublicKeyPem)]).toEqual([true, true])
  expect(Number(header(fresh, 'timestamp')) - Number(header(stale, 'timestamp'))).toBe(600 + 15)
})

test('an unknown serial names no key; the repeat names the right one', async () => {
  const { receiver, scene } = await open((_received, index) => (index === 0 ? 401 : 204))
  scene.wechat.setFaults({ unknownSerials: 1 })
  await payAndDeliver(scene, receiver.url)
  scene.clock.advance(15_000)
  await scene.wechat.deliverDue()
  const serials = receiver.received.map((received) => header(received, 'serial'))
  expect([world.payPublicKeyId, world.platformSerial]).not.toContain(serials[0])
  expect(serials[1]).toBe(world.payPublicKeyId)
})

test('notifications can be signed with the platform key', async () => {
  const { receiver, scene } = await open()
  scene.wechat.setFaults({ signWith: 'platform' })
  await payAndDeliver(scene, receiver.url)
  expect(header(receiver.received[0], 'serial')).toBe(world.platformSerial)
  expect(isSigned(receiver.received[0], world.platformPublicKeyPem)).toBe(true)
})
