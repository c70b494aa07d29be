import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { platformApi } from '../../functions/platform/platform-api.ts'
import { httpEvent, lambda, replyOf } from '../http-frame/event.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const handler = platformApi(
  { openapiJson: '{"openapi":"3.1.0"}', docsHtml: '<html><style>p{}</style></html>' },
  { log, now: () => '2026-03-01T08:00:00.000Z' },
)
const ask = async (method: string, path: string, routeKey?: string, headers: Record<string, string> = {}) =>
  handler(httpEvent({ method, path, headers }, routeKey), lambda)

test('the API says that it answers', async () => {
  expect(replyOf(await ask('GET', '/v1/health', 'GET /v1/health'))).toMatchObject({ status: 200, body: { ok: true } })
})

test('the documents are served as they were built', async () => {
  expect(await ask('GET', '/v1/openapi.json', 'GET /v1/openapi.json')).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"openapi":"3.1.0"}',
  })
  expect(await ask('GET', '/docs', 'GET /docs')).toMatchObject({ body: '<html><style>p{}</style></html>' })
})

test('the page may use its own style and nothing else', async () => {
  const { headers } = await ask('GET', '/docs', 'GET /docs')
  const hash = createHash('sha256').update('p{}').digest('base64')
  const policy = String(headers?.['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain(`style-src 'sha256-${hash}'`)
  expect(policy).not.toContain('unsafe')
})

test.each([
  ['GET', '/'],
  ['GET', '/v1'],
  ['POST', '/v1/shops/shp_1/nothing'],
  ['GET', '/v1/shops//settings'],
  ['GET', '/v2/health'],
  ['GET', '/v1/../etc/passwd'],
])('%s %s is nothing: 404 in the one error body', async (method, path) => {
  expect(replyOf(await ask(method, path))).toMatchObject({
    status: 404,
    body: { error: { code: 'not_found', message: '没有找到。', requestId: 'request-1' } },
  })
})

test.each([
  ['DELETE', '/v1/health', 'GET'],
  ['PUT', '/v1/shops', 'POST, GET'],
  ['GET', '/v1/sessions', 'POST'],
  ['POST', '/v1/shops/shp_1/settings', 'GET, PATCH'],
  ['GET', '/v1/sessions/current', 'DELETE'],
])('%s %s is 405 and names the methods of the path', async (method, path, allow) => {
  const reply = replyOf(await ask(method, path, '$default', { 'accept-language': 'en' }))
  expect(reply).toMatchObject({
    status: 405,
    headers: { allow },
    body: { error: { code: 'method_not_allowed', message: 'This address does not take that method.' } },
  })
})
