import { expect, test } from 'vitest'
import { httpApi, lambda, queue, rule } from './support/resources.ts'
import { bootWorld, getJson } from './support/world.ts'

const world = () =>
  bootWorld({
    ...lambda('Tick', 'exports.handler = async () => 7', { properties: { FunctionName: 'tick' } }),
    ...httpApi({ 'GET /': 'Tick' }),
    Rule: rule('Tick'),
    Failed: queue,
  })

async function post(url: string, body?: unknown) {
  const init = { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const reply = await fetch(url, init)
  return { status: reply.status, body: await reply.json() }
}

test('moves the clock forward and tells it', async () => {
  const { controlUrl, clock } = await world()
  const moved = await post(`${controlUrl}/clock/advance`, { seconds: 90 })
  expect(moved).toEqual({ status: 200, body: { now: expect.any(String), offsetMs: 90_000 } })
  expect(clock.offsetMs).toBe(90_000)
  expect(await getJson(`${controlUrl}/clock`)).toMatchObject({ offsetMs: 90_000 })
})

test.each([[{ seconds: -1 }], [{ seconds: '5' }], [{}], [{ seconds: 1, more: 1 }], ['x']])(
  'refuses to move the clock by %j',
  async (body) => {
    const { controlUrl, clock } = await world()
    expect((await post(`${controlUrl}/clock/advance`, body)).status).toBe(400)
    expect(clock.offsetMs).toBe(0)
  },
)

test('fires a schedule, waits for quiet and shows the queues', async () => {
  const { controlUrl } = await world()
  expect(await post(`${controlUrl}/schedules/tick/run`)).toEqual({ status: 200, body: { ok: true, payload: 7 } })
  expect((await post(`${controlUrl}/schedules/nobody/run`)).status).toBe(400)
  expect(await post(`${controlUrl}/idle`)).toEqual({ status: 200, body: { idle: true } })
  expect(await getJson(`${controlUrl}/queues`)).toEqual({ 'Shop-Failed': [] })
  expect((await post(`${controlUrl}/nothing`)).status).toBe(404)
})

test('is not reached through the port of the API', async () => {
  const { apiUrl, controlUrl } = await world()
  expect(new URL(apiUrl).port).not.toBe(new URL(controlUrl).port)
  expect((await post(`${apiUrl}/clock/advance`, { seconds: 1 })).status).toBe(404)
  expect((await fetch(`${apiUrl}/clock`)).status).toBe(404)
})
