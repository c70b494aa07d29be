import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createSite } from '../../local/site.ts'
import type { SitePlan } from '../../local/site-plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'huitou-site-'))
mkdirSync(join(folder, 'files', 'assets'), { recursive: true })
writeFileSync(join(folder, 'files', 'index.html'), '<!doctype html>')
writeFileSync(join(folder, 'files', 'assets', 'a-1.js'), 'a()')
writeFileSync(join(folder, 'secret.txt'), 'secret')
afterAll(() => rmSync(folder, { recursive: true }))

const file = { bucket: 'pages', headers: { 'content-security-policy': 'img-src https://bucket.s3.example' } }
const uploaded = (bucket: string, key: string) =>
  bucket === 'pictures' && key === 'images/shp_1/img_1'
    ? { headers: { 'content-type': 'image/png', 'cache-control': 'immutable' }, body: Buffer.from('png') }
    : undefined
const plan: SitePlan = {
  rootObject: 'index.html',
  behaviours: [
    { pattern: '/assets/*', ...file },
    { pattern: '/images/*', bucket: 'pictures', headers: { 'x-content-type-options': 'nosniff' } },
    { pattern: '/v1/*', headers: {} },
    { pattern: '*', ...file },
  ],
}
const origins = new Map([['https://bucket.s3.example', 'http://127.0.0.1:1']])
const site = createSite(plan, { pages: join(folder, 'files'), uploaded }, origins)

test('the first behaviour that a path fits answers, with a file or not at all', () => {
  expect(site('GET', '/')).toMatchObject({ status: 200, body: Buffer.from('<!doctype html>') })
  expect(site('GET', '/assets/a-1.js')?.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(site('GET', '/v1/health')).toBeUndefined()
  expect(site('POST', '/')?.status).toBe(405)
})

test('a picture that was uploaded is served as what it is, and one that was not is neither a page nor kept', () => {
  for (const each of [site, createSite(plan, { uploaded }, origins)]) {
    const found = each('GET', '/images/shp_1/img_1')
    expect(found).toMatchObject({ status: 200, body: Buffer.from('png') })
    expect(found?.headers).toEqual({
      'content-type': 'image/png',
      'cache-control': 'immutable',
      'x-content-type-options': 'nosniff',
    })
    for (const path of ['/images/shp_1/img_2', '/images/', '/images/../index.html', '/images/index.html']) {
      const missing = each('GET', path)
      expect([path, missing?.status, missing?.headers]).toEqual([path, 404, { 'x-content-type-options': 'nosniff' }])
    }
    expect(each('PUT', '/images/shp_1/img_1')?.status).toBe(405)
  }
})

test('where the pages were not built, the API answers in their place', () => {
  expect(createSite(plan, { uploaded }, origins)('GET', '/')).toBeUndefined()
})

test('nothing outside the files is served', () => {
  for (const path of ['/../secret.txt', '/assets/../../secret.txt', '//secret.txt', '/assets', '/.env', '/nothing'])
    expect([path, site('GET', path)?.status]).toEqual([path, 404])
})

test('a policy names this machine where the cloud’s names a bucket', () => {
  expect(site('GET', '/')?.headers['content-security-policy']).toBe('img-src http://127.0.0.1:1')
})
