import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { routes } from '../../functions/routes.ts'
import { bundle } from '../../infra/bundle.ts'
import { functionSpecs } from '../../infra/functions.ts'

const folder = mkdtempSync(join(tmpdir(), 'huitou-bundle-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bundlingTimeoutMs = 60_000

/** What a function may weigh: the time to load it grows with it, and a customer waits for that. */
const bundleBytesMax = 400_000
/** What lies beside the code of the one that draws posters: renderer and font. Lambda takes 250 MB, but has to fetch them. */
const posterAssetsBytesMax = 6_000_000

test('bundles every function small enough to start fast, with the description of the API', {
  timeout: bundlingTimeoutMs,
}, async () => {
  const outdir = join(folder, 'all')
  const { bytes } = await bundle({ outdir })
  expect([...bytes.keys()].sort()).toEqual(
    functionSpecs()
      .map((spec) => spec.name)
      .sort(),
  )
  for (const [name, size] of bytes) {
    expect(size, name).toBe(statSync(join(outdir, name, 'index.js')).size)
    expect(size, name).toBeLessThanOrEqual(bundleBytesMax)
  }
  const imports = readFileSync(join(outdir, 'imports', 'index.js'), 'utf8')
  expect(routes.filter(({ path }) => imports.includes(`"${path}"`)).map(({ handler }) => handler)).toEqual([
    'import-rows',
  ])
  expect(JSON.parse(readFileSync(join(outdir, 'platform', 'openapi.json'), 'utf8'))).toHaveProperty('openapi')
  expect(readFileSync(join(outdir, 'platform', 'docs.html'), 'utf8')).toMatch(/^<!doctype html>/i)
  const beside = readdirSync(join(outdir, 'posters'), { recursive: true, encoding: 'utf8' })
  expect(beside).toEqual(expect.arrayContaining(['resvg.wasm', join('fonts', 'latin.woff2'), join('fonts', 'LICENSE')]))
  const besideBytes = beside.reduce((sum, file) => sum + statSync(join(outdir, 'posters', file)).size, 0)
  expect(besideBytes).toBeLessThanOrEqual(posterAssetsBytesMax)
})

test('names every source file that a row demands and that is not there', async () => {
  const specs = [{ name: 'nowhere', entry: 'functions/nowhere/api.ts' }]
  await expect(bundle({ outdir: join(folder, 'none'), specs })).rejects.toThrow(
    'functions/nowhere/api.ts (function nowhere)',
  )
})

test('leaves no bundle of a function that is no more', async () => {
  const outdir = join(folder, 'fewer')
  const entry = 'functions/shared/rows.ts'
  await bundle({ outdir, specs: [{ name: 'old', entry }] })
  await bundle({ outdir, specs: [{ name: 'new', entry }] })
  expect(() => statSync(join(outdir, 'old'))).toThrow('ENOENT')
  expect(readFileSync(join(outdir, 'new', 'package.json'), 'utf8')).toContain('commonjs')
})

/** Answers like DynamoDB where nothing is found, and keeps how the requests were signed. */
async function listen() {
  const signatures: { authorization: string | undefined; token: string | string[] | undefined }[] = []
  const server = createServer((request, response) => {
    const { authorization, 'x-amz-security-token': token } = request.headers
    signatures.push({ authorization, token })
    request.resume().on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, signatures, close: () => server.close() }
}

const getOne = `
  const { createContext } = require(process.argv[1])
  createContext('test').db.get({ table: 'orders', pk: 'a', sk: 'b' }).then(
    (item) => console.log(item === undefined ? 'nothing there' : 'an item'),
    (error) => console.log(error.message),
  )`

async function runBundled(environment: Readonly<Record<string, string>>): Promise<string> {
  const outdir = join(folder, 'signed')
  await bundle({ outdir, specs: [{ name: 'signed', entry: 'functions/shared/environment.ts' }] })
  const arguments_ = ['-e', getOne, join(outdir, 'signed', 'index.js')]
  const env = { TABLE_ORDERS: 'orders', AWS_REGION: 'cn-north-1', ...environment }
  const { stdout } = await promisify(execFile)(process.execPath, arguments_, { env })
  return stdout.trim()
}

test('signs with the credentials that Lambda puts into the environment', async () => {
  const server = await listen()
  const credentials = { AWS_ACCESS_KEY_ID: 'PLANTED', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' }
  const printed = await runBundled({ ...credentials, AWS_ENDPOINT_URL_DYNAMODB: server.url })
  server.close()
  expect(printed).toBe('nothing there')
  expect(server.signatures).toHaveLength(1)
  expect(server.signatures[0]?.token).toBe('token')
  expect(server.signatures[0]?.authorization).toMatch(/Credential=PLANTED\/\d{8}\/cn-north-1\/dynamodb\/aws4_request/)
})

test('says what is missing where there are no credentials', async () => {
  expect(await runBundled({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' })).toContain('No AWS credentials')
})
