import { expect, test } from 'vitest'
import { routes } from '../../functions/routes.ts'
import { sharedBackend } from '../support/backend.ts'
import { send } from '../support/request.ts'

const at = sharedBackend()
const get = (path: string) => send(at, { method: 'GET', path })

test('says that it is up', async () => {
  expect(await get('/v1/health')).toMatchObject({ status: 200, body: { ok: true } })
})

test('the description names every row, as the gateway serves them', async () => {
  const { status, body } = await get('/v1/openapi.json')
  expect([status, (body as { openapi: string }).openapi]).toEqual([200, '3.1.0'])
  const { paths } = body as { paths: Record<string, Record<string, { operationId: string }>> }
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
  )
  expect(described.sort()).toEqual(routes.map(({ method, path, handler }) => `${method} ${path} ${handler}`).sort())
})

test('the page shows every row, and needs nothing from elsewhere', async () => {
  const { status, text, headers } = await get('/docs')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  for (const { path } of routes) expect(text).toContain(path)
  expect(text).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)[^"<\s]+\.(js|css)/i)
})
