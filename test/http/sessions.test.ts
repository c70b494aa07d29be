import { afterAll, beforeAll, expect, test } from 'vitest'
import { refreshTokenDays } from '../../domain/identity/session.ts'
import { call } from '../../local/main-job/http-client.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { refusalOf, send } from '../support/request.ts'

type Session = { readonly accessToken: string; readonly refreshToken: string }

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())

async function logIn(name: string): Promise<Session> {
  await call('POST', `${at.wechatUrl}/phone/users`, { body: { name } })
  const body = await call('POST', `${at.wechatUrl}/phone/login-code`, { body: { name } })
  return call('POST', `${at.apiUrl}/v1/sessions`, { body })
}
const refresh = (refreshToken: string) =>
  send(at, { method: 'POST', path: '/v1/sessions/refresh', body: { refreshToken } })
const refreshed = async (token: string): Promise<Session> => (await refresh(token)).body as Session
const whoAmI = ({ accessToken }: Session) =>
  send(at, { method: 'GET', path: '/v1/me', token: accessToken }).then(refusalOf)
const invalid = '401 refresh_token_invalid body.refreshToken'

test('a refresh gives new tokens, and the new ones are good', async () => {
  const first = await logIn('阿芳')
  const second = await refreshed(first.refreshToken)
  expect(second.refreshToken).not.toBe(first.refreshToken)
  expect(await whoAmI(second)).toBe('200')
  const third = await refreshed(second.refreshToken)
  expect(await whoAmI(third)).toBe('200')
})

test('a refresh whose answer was lost is answered again within the minute', async () => {
  const first = await logIn('阿明')
  const replies = await Promise.all(Array.from({ length: 4 }, () => refreshed(first.refreshToken)))
  expect(new Set(replies.map(({ refreshToken }) => refreshToken)).size).toBe(1)
})

test('a refresh token that is used again later ends the session for whoever has it', async () => {
  const first = await logIn('小周')
  const second = await refreshed(first.refreshToken)
  const other = await logIn('小周')
  await at.advanceMinutes(2)
  expect(await whoAmI(second)).toBe('200')
  expect(refusalOf(await refresh(first.refreshToken))).toBe(invalid)
  expect(await whoAmI(second)).toBe('401 unauthenticated authorization')
  expect(refusalOf(await refresh(second.refreshToken))).toBe(invalid)
  expect(await whoAmI(other)).toBe('200')
})

test('a made-up refresh token does not end the session that it names', async () => {
  const session = await logIn('小林')
  const [name] = session.refreshToken.split(/\.(?=[^.]*$)/)
  expect(refusalOf(await refresh(`${name}.${'x'.repeat(43)}`))).toBe(invalid)
  expect(await whoAmI(session)).toBe('200')
  expect((await refresh(session.refreshToken)).status).toBe(200)
})

test('logging out ends the session at once, and no other', async () => {
  const session = await logIn('小王')
  const other = await logIn('小王')
  const logOut = { method: 'DELETE', path: '/v1/sessions/current', token: session.accessToken }
  expect((await send(at, logOut)).status).toBe(204)
  expect(await whoAmI(session)).toBe('401 unauthenticated authorization')
  expect(refusalOf(await refresh(session.refreshToken))).toBe(invalid)
  expect(refusalOf(await send(at, logOut))).toBe('401 unauthenticated authorization')
  expect(await whoAmI(other)).toBe('200')
})

test('an access token ends after two hours, a refresh token after thirty days', async () => {
  const session = await logIn('老陈')
  await at.advanceMinutes(119)
  expect(await whoAmI(session)).toBe('200')
  await at.advanceMinutes(1)
  expect(await whoAmI(session)).toBe('401 session_expired authorization')
  const later = await refreshed(session.refreshToken)
  expect(await whoAmI(later)).toBe('200')
  await at.advanceMinutes(refreshTokenDays * 24 * 60)
  expect(refusalOf(await refresh(later.refreshToken))).toBe(invalid)
})
