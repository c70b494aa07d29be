import { beforeEach, expect, test } from 'vitest'
import { bodyBytesMax } from '../../functions/shared/http/parse-request.ts'
import { requestId } from './event.ts'
import { logIn, openShop, refusalOf, shopId } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let headers: Readonly<Record<string, string>>
beforeEach(async () => {
  world = createWorld()
  headers = (await logIn(world, 'fang')).headers
})

const post = (more: { body?: unknown; rawBody?: string; headers?: Record<string, string> }) =>
  world.call({ method: 'POST', path: '/v1/shops', ...more, headers: { ...headers, ...more.headers } })

const right = { shopId: shopId(), name: '阿芳的茶' }

test.each([
  ['a field that nobody knows', { ...right, colour: 'red' }, 'body.colour'],
  ['a wrong type', { ...right, name: 7 }, 'body.name'],
  ['a missing field', { shopId: shopId() }, 'body.name'],
  ['a text that is too long', { ...right, name: '茶'.repeat(41) }, 'body.name'],
  ['a text of blanks', { ...right, name: '   ' }, 'body.name'],
  ['an id of another kind', { ...right, shopId: shopId().replace('shp', 'prd') }, 'body.shopId'],
  ['null for what is left out', { ...right, subMchid: null }, 'body.subMchid'],
  ['a time zone that is none', { ...right, timeZone: 'Asia/Atlantis' }, 'body.timeZone'],
  ['a list for an object', [right], 'body'],
  ['no object at all', null, 'body'],
])('refuses %s and names the field', async (_, body, field) => {
  expect(refusalOf(await post({ body }))).toEqual([400, 'invalid_request', field])
})

test.each(['{"shopId"', '', 'name=tea', '\u0000'])('refuses the body %j, which is no JSON', async (rawBody) => {
  expect(refusalOf(await post({ rawBody }))).toEqual([400, 'malformed_json', 'body'])
})

test('refuses a body of another media type', async () => {
  const reply = await post({ rawBody: JSON.stringify(right), headers: { 'content-type': 'text/plain' } })
  expect(refusalOf(reply)).toEqual([415, 'unsupported_media_type', 'content-type'])
})

test('refuses a body over the limit before anything else, in bytes', async () => {
  const rawBody = JSON.stringify({ name: '茶'.repeat(bodyBytesMax / 3) })
  const reply = await world.call({ method: 'POST', path: '/v1/shops', rawBody })
  expect(refusalOf(reply)).toEqual([413, 'body_too_large', 'body'])
})

test('the error body has code, message, field and request id, and nothing else', async () => {
  const reply = await post({ body: { ...right, name: '' } })
  expect(reply.body).toEqual({
    error: { code: 'invalid_request', message: '请求中的字段不正确。 (≥ 1)', field: 'body.name', requestId },
  })
  expect(reply.headers).toMatchObject({ 'x-request-id': requestId, 'cache-control': 'no-store' })
})

test('the message is in the caller’s language', async () => {
  const reply = await world.call({ method: 'GET', path: '/v1/me', headers: { 'accept-language': 'en' } })
  expect(reply.body).toMatchObject({ error: { message: 'Log in first.' } })
})

test('refuses a page that no list has, and a cursor that is not ours', async () => {
  const operator = await logIn(world, 'operator')
  world.operators.add(operator.customerId)
  const list = (query: Record<string, string>) =>
    world.call({ method: 'GET', path: '/v1/shops', headers: operator.headers, query })
  expect(refusalOf(await list({ limit: '0' }))).toEqual([400, 'invalid_request', 'query.limit'])
  expect(refusalOf(await list({ limit: 'all' }))).toEqual([400, 'invalid_request', 'query.limit'])
  expect(refusalOf(await list({ page: '2' }))).toEqual([400, 'invalid_request', 'query.page'])
  expect(refusalOf(await list({ cursor: 'made-up' }))).toEqual([400, 'invalid_cursor', 'query.cursor'])
})

test('what breaks inside is a 500 that shows nothing, and is logged', async () => {
  const broken = createWorld({
    ...world.services.db,
    get: () => Promise.reject(new Error('the key of the table is secret')),
  })
  const reply = await broken.call({ method: 'GET', path: `/v1/shops/${shopId()}` })
  expect(refusalOf(reply)).toEqual([500, 'internal_error'])
  expect(JSON.stringify(reply)).not.toContain('secret')
  expect(broken.logged.some((line) => line.includes('request failed'))).toBe(true)
})

test('no log line holds a token, a code or a body', async () => {
  const session = await logIn(world, 'somebody')
  await openShop(world, session)
  const lines = world.logged.join('\n')
  expect(lines).toContain('request')
  for (const secret of [session.accessToken, session.refreshToken, 'somebody', '阿芳的茶'])
    expect(lines).not.toContain(secret)
})
