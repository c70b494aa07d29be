import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, inject, test } from 'vitest'
import { sharedBackend } from '../support/backend.ts'
import { send } from '../support/request.ts'

/** Compressed, of all that the page loads before anything is chosen. */
const firstLoadBytesMax = 500_000

const at = sharedBackend()
const files = inject('consoleFiles')
const get = (path: string) => send(at, { method: 'GET', path })

test('the first load is at most 500 kB compressed, without charts', () => {
  const html = readFileSync(join(files, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file = '']) => file)
  const sizes = named.map((file) => gzipSync(readFileSync(join(files, file))).length)
  expect(named.length).toBeGreaterThan(1)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(firstLoadBytesMax)
  const texts = named.map((file) => readFileSync(join(files, file), 'utf8')).join()
  expect(texts).not.toContain('registerChartView')
})

test('no file has an inline script, evaluates text, or names a key', () => {
  const all = readdirSync(join(files, 'assets')).map((name) => readFileSync(join(files, 'assets', name), 'utf8'))
  const html = readFileSync(join(files, 'index.html'), 'utf8')
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style|style="/)
  for (const text of all) expect(text).not.toMatch(/\bnew Function\(|\beval\(|BEGIN [A-Z ]*PRIVATE KEY|appSecret/)
})

test('the page comes with a strict policy; its files for ever; the API and its docs beside it', async () => {
  const page = await get('/')
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const policy = page.headers.get('content-security-policy')
  for (const part of ["default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'"])
    expect(policy).toContain(part)
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const file = /src="([^"]+)"/.exec(page.text)?.[1] ?? ''
  expect((await get(file)).headers.get('cache-control')).toContain('immutable')
  expect((await get('/v1/health')).body).toEqual({ ok: true })
  expect((await get('/docs')).text).toContain('Huitou')
})

test('nothing is served from outside the files', async () => {
  for (const path of [
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/.env',
    '/assets/nothing.js',
  ])
    expect([path, (await get(path)).status]).toEqual([path, 404])
})
