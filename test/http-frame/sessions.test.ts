import { beforeEach, expect, test } from 'vitest'
import { SessionReply } from '../../functions/identity/session-reply.ts'
import { bearer, logIn, refusalOf } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})

const refresh = (refreshToken: string) =>
  world.call({ method: 'POST', path: '/v1/sessions/refresh', body: { refreshToken } })
const refreshed = async (refreshToken: string) => SessionReply.parse((await refresh(refreshToken)).body)
const invalid = [401, 'refresh_token_invalid', 'body.refreshToken']
const isAlive = async (accessToken: string) =>
  (await world.call({ method: 'GET', path: '/v1/me', headers: bearer(accessToken) })).status === 200

test('a newcomer becomes a customer, and the next login is the same customer in another session', async () => {
  const first = await logIn(world, 'fang')
  const again = await logIn(world, 'fang')
  const other = await logIn(world, 'lin')
  expect(again.customerId).toBe(first.customerId)
  expect(again.refreshToken).not.toBe(first.refreshToken)
  expect(other.customerId).not.toBe(first.customerId)
})

test('a unionid that WeChat tells later is kept, and stays when it is not told again', async () => {
  const { customerId } = await logIn(world, 'fang')
  const customer = () => world.services.db.get({ table: 'identity', pk: `CUSTOMER#${customerId}`, sk: 'CUSTOMER' })
  expect(await customer()).not.toHaveProperty('unionid')
  await logIn(world, 'fang/union')
  await logIn(world, 'fang')
  expect(await customer()).toMatchObject({ customerId, openid: 'fang', unionid: 'union' })
})

test('what WeChat refuses, and its silence, are refusals of ours', async () => {
  const post = (code: string) => world.call({ method: 'POST', path: '/v1/sessions', body: { code } })
  expect(refusalOf(await post('blocked'))).toEqual([403, 'login_blocked'])
  expect(refusalOf(await post('unavailable'))).toEqual([503, 'wechat_unavailable'])
})

test('a refresh token is used up by its use; the session and the customer stay', async () => {
  const session = await logIn(world, 'fang')
  world.clock.now = '2026-03-01T10:30:00.000Z'
  const next = await refreshed(session.refreshToken)
  expect(next).toMatchObject({ customerId: session.customerId, expiresAt: '2026-03-01T12:30:00.000Z' })
  expect(next.refreshToken).not.toBe(session.refreshToken)
  expect(await isAlive(next.accessToken)).toBe(true)
})

test('whoever lost the answer gets the same refresh token again within a minute', async () => {
  const session = await logIn(world, 'fang')
  const first = await refreshed(session.refreshToken)
  world.clock.now = '2026-03-01T08:01:00.000Z'
  const again = await refreshed(session.refreshToken)
  expect(again.refreshToken).toBe(first.refreshToken)
  expect(await isAlive(again.accessToken)).toBe(true)
})

test('an old refresh token presented later ends the session, for the thief and for the robbed', async () => {
  const session = await logIn(world, 'fang')
  const next = await refreshed(session.refreshToken)
  world.clock.now = '2026-03-01T08:01:00.001Z'
  expect(await isAlive(next.accessToken)).toBe(true)
  expect(refusalOf(await refresh(session.refreshToken))).toEqual(invalid)
  expect(await isAlive(next.accessToken)).toBe(false)
  expect(refusalOf(await refresh(next.refreshToken))).toEqual(invalid)
})

test('a made-up refresh token is refused and ends nothing', async () => {
  const session = await logIn(world, 'fang')
  const [sessionId] = session.refreshToken.split('.')
  const next = await refreshed(session.refreshToken)
  for (const madeUp of [`${sessionId}.1.${'x'.repeat(43)}`, `${sessionId}.2.${'x'.repeat(43)}`, 'ses_1.1.x', 'x'])
    expect(refusalOf(await refresh(madeUp))).toEqual(invalid)
  expect(await isAlive(next.accessToken)).toBe(true)
})

test('a refresh token of another deployment’s key is refused', async () => {
  const elsewhere = await logIn(createWorld(), 'fang')
  expect(refusalOf(await refresh(elsewhere.refreshToken))).toEqual(invalid)
})

test('logging out ends the session of the token only', async () => {
  const [phone, tablet] = [await logIn(world, 'fang'), await logIn(world, 'fang')]
  await world.call({ method: 'DELETE', path: '/v1/sessions/current', headers: phone.headers })
  expect(await isAlive(phone.accessToken)).toBe(false)
  expect(refusalOf(await refresh(phone.refreshToken))).toEqual(invalid)
  expect(await isAlive(tablet.accessToken)).toBe(true)
})

test('a refresh token is stored as its hash only', async () => {
  const session = await logIn(world, 'fang')
  const [sessionId = ''] = session.refreshToken.split('.')
  const item = await world.services.db.get({ table: 'identity', pk: `SESSION#${sessionId}`, sk: 'SESSION' })
  expect(item).toMatchObject({ customerId: session.customerId, generation: 1 })
  const secret = session.refreshToken.split('.')[2] ?? ''
  expect(secret).toHaveLength(43)
  expect(JSON.stringify(item)).not.toContain(secret)
  expect(item?.expiresAt).toBe(Date.parse('2026-03-31T10:00:00.000Z') / 1000)
})
