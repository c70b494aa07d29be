import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createSite } from '../../local/site.ts'

const folder = mkdtempSync(join(tmpdir(), 'huitou-site-'))
mkdirSync(join(folder, 'files', 'assets'), { recursive: true })
writeFileSync(join(folder, 'files', 'index.html'), '<!doctype html>')
writeFileSync(join(folder, 'files', 'assets', 'a-1.js'), 'a()')
writeFileSync(join(folder, 'secret.txt'), 'secret')
afterAll(() => rmSync(folder, { recursive: true }))

const file = { isFile: true, headers: { 'content-security-policy': 'img-src https://bucket.s3.example' } }
const site = createSite(
  {
    rootObject: 'index.html',
    behaviours: [
      { pattern: '/assets/*', ...file },
      { pattern: '/v1/*', isFile: false, headers: {} },
      { pattern: '*', ...file },
    ],
  },
  join(folder, 'files'),
  new Map([['https://bucket.s3.example', 'http://127.0.0.1:1']]),
)

test('the first behaviour that a path fits answers, with a file or not at all', () => {
  expect(site('GET', '/')).toMatchObject({ status: 200, body: Buffer.from('<!doctype html>') })
  expect(site('GET', '/assets/a-1.js')?.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(site('GET', '/v1/health')).toBeUndefined()
  expect(site('POST', '/')?.status).toBe(405)
})

test('nothing outside the files is served', () => {
  for (const path of ['/../secret.txt', '/assets/../../secret.txt', '//secret.txt', '/assets', '/.env', '/nothing'])
    expect([path, site('GET', path)?.status]).toEqual([path, 403])
})

test('a policy names this machine where the cloud’s names a bucket', () => {
  expect(site('GET', '/')?.headers['content-security-policy']).toBe('img-src http://127.0.0.1:1')
})
