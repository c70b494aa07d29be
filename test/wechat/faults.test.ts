import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScene, type Scene } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene

beforeEach(async () => {
  scene = await openScene(world)
})
afterEach(() => scene.wechat.close())

const path = '/v3/pay/partner/transactions/jsapi'
const tradeStatus = async () => (await scene.phone('/transactions/ord_0001')).status

test('the next n calls of a path answer the status and do nothing', async () => {
  for (const status of [429, 500, 502, 503] as const) {
    scene.wechat.setFaults({ callFaults: [{ path, times: 2, effect: { kind: 'status', status } }] })
    expect((await scene.prepay()).status).toBe(status)
    expect((await scene.prepay()).status).toBe(status)
    expect(await tradeStatus()).toBe(404)
  }
  expect((await scene.prepay()).status).toBe(200)
})

test('other paths are not touched', async () => {
  scene.wechat.setFaults({ callFaults: [{ path: '/v3/refund', times: 1, effect: { kind: 'status', status: 500 } }] })
  expect((await scene.prepay()).status).toBe(200)
})

test('a status after the commit hides that the call took effect', async () => {
  const effect = { kind: 'status', status: 500, afterCommit: true } as const
  scene.wechat.setFaults({ callFaults: [{ path, times: 1, effect }] })
  expect((await scene.prepay()).status).toBe(500)
  expect(await tradeStatus()).toBe(200)
})

test('a lost answer took effect', async () => {
  scene.wechat.setFaults({ callFaults: [{ path, times: 1, effect: { kind: 'lost_answer' } }] })
  await expect(scene.prepay()).rejects.toThrow('fetch failed')
  expect(await tradeStatus()).toBe(200)
})

test('a slow answer took effect before it comes', async () => {
  scene.wechat.setFaults({ callFaults: [{ path, times: 1, effect: { kind: 'slow', delayMs: 100 } }] })
  const startedMs = performance.now()
  const slow = scene.prepay()
  await expect.poll(tradeStatus, { interval: 5 }).toBe(200)
  expect((await slow).status).toBe(200)
  expect(performance.now() - startedMs).toBeGreaterThan(95)
})

test('an answer that is later than anybody waits took effect, and comes when the clock has moved so far', async () => {
  scene.wechat.setFaults({ callFaults: [{ path, times: 1, effect: { kind: 'slow_by_clock', delayMs: 31_000 } }] })
  let isAnswered = false
  const slow = scene.prepay().finally(() => {
    isAnswered = true
  })
  await expect.poll(tradeStatus, { interval: 5 }).toBe(200)
  scene.clock.advance(30_999)
  expect(await tradeStatus()).toBe(200)
  expect(isAnswered).toBe(false)
  scene.clock.advance(1)
  expect((await slow).status).toBe(200)
})

test('the log-in side fails too', async () => {
  scene.wechat.setFaults({ callFaults: [{ path: '/sns/', times: 1, effect: { kind: 'status', status: 503 } }] })
  expect((await fetch(`${scene.wechat.baseUrl}/sns/jscode2session`)).status).toBe(503)
})

test('faults are set and read over HTTP; what is left out stays', async () => {
  const callFaults = [{ path, times: 1, effect: { kind: 'status', status: 500 } }]
  expect((await scene.phone('/faults', { callFaults })).status).toBe(200)
  expect((await scene.phone('/faults', { signProbes: 3 })).json).toMatchObject({ callFaults, signProbes: 3 })
  expect((await scene.phone('/faults')).json).toMatchObject({ callFaults, signProbes: 3, notificationsLost: 0 })
  expect((await scene.prepay()).status).toBe(500)
})

test('a fault that does not exist is refused', async () => {
  expect((await scene.phone('/faults', { sharks: 1 })).status).toBe(400)
  expect((await scene.phone('/faults', { signProbes: -1 })).status).toBe(400)
  expect((await scene.phone('/faults')).json).not.toHaveProperty('sharks')
})
