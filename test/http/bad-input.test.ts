import { beforeAll, expect, test } from 'vitest'
import { Channel } from '../../domain/referrals/link.ts'
import { rowRefusals } from '../../functions/platform/row-refusals.ts'
import { routes } from '../../functions/routes.ts'
import type { Contract } from '../../functions/shared/http/endpoint.ts'
import { bodyBytesMax } from '../../functions/shared/http/parse-request.ts'
import type { Route } from '../../functions/shared/rows.ts'
import { atOnce } from '../../local/main-job/at-once.ts'
import { logIn, shareLink } from '../../local/main-job/people.ts'
import { operatorName, sharedBackend } from '../support/backend.ts'
import { spoiledBodies } from '../support/bad-values.ts'
import { errorOf, type Reply, type Request, refusalOf, send } from '../support/request.ts'
import { contractOf, rowName, rowRequest } from '../support/row-request.ts'
import type { Facts } from '../support/samples.ts'
import { newId, newPerson, newProduct, newShop, order } from '../support/shop.ts'

// Made from the rows and their contracts: a new row is tried like the others, without a line here.

const at = sharedBackend()
let facts: Facts
let tokens: Readonly<Record<'customer' | 'owner' | 'operator', string>>

beforeAll(async () => {
  const shop = await newShop(at)
  const buyer = await newPerson(at)
  const { productId, skuId, ...product } = await newProduct(at, shop)
  const { orderId } = await order(at, shop, buyer, { productId, skuId, ...product })
  const code = await shareLink(at, buyer, shop.shopId, productId, 'moments')
  facts = { shopId: shop.shopId, orderId, code, customerId: buyer.customerId }
  const operator = await logIn(at, operatorName)
  tokens = { customer: buyer.token, owner: shop.owner.token, operator: operator.token }
})

/** Of somebody who may. */
function tokenFor({ access }: Route): string | undefined {
  if (access === 'staff' || access === 'owner') return tokens.owner
  if (access === 'operator') return tokens.operator
  return access === 'customer' ? tokens.customer : undefined
}

/** Has no factor in common with the number of values that each field is given, so that the fields get different ones. */
const spoiledStep = 11
const rows: readonly Route[] = routes
const eachOf = (some: readonly Route[]) => some.map((row) => [rowName(row), row] as const)
const takesBody = rows.filter((row) => contractOf(row).body !== undefined)

/** Words that only the inside of the program knows. */
const internal = /zod|dynamo|table|lambda|node_modules|\.[jt]s\b|\bat \w+|exception|stack|undefined|\[object/i

/** Holds that the answer is one that the row documents, in the one form, and shows nothing of the inside. */
function expectDocumented(row: Route, reply: Reply): void {
  const contract = contractOf(row)
  if (reply.status === contract.status) return
  const { code, message, field = '' } = errorOf(reply)
  const refusal = rowRefusals(row, contract)[code]
  expect(reply.status, `${code} is not documented`).toBe(refusal?.status)
  expect(message.startsWith(refusal?.zh ?? '')).toBe(true)
  // A pattern is the caller's own to know.
  expect(`${field} ${message.replace(/format: .*/, '')}`).not.toMatch(internal)
}

const tried = new Set<string>()
/** All of them for the first row that has the thing to be spoiled, some others in turn for each further row: the frame is
 *  the same for every row, and a request costs milliseconds. */
function share<Value>(key: string, all: readonly Value[], each: number): readonly Value[] {
  if (!tried.has(key)) {
    tried.add(key)
    return all
  }
  seed += each
  const from = seed % all.length
  return [...all, ...all].slice(from, from + each)
}

let seed = 100
const request = (row: Route, more: Partial<Request> = {}): Request => {
  seed += 1
  return { ...rowRequest(row, facts, seed), token: tokenFor(row), ...more }
}
const told = (row: Route, more: Partial<Request>) => send(at, request(row, more)).then(refusalOf)

test.each(eachOf(takesBody))('%s with a field that is wrong', async (_, row) => {
  const { body } = contractOf(row)
  const spoiled = spoiledBodies((number) => rowRequest(row, facts, 1_000 + number).body)
  expect(spoiled.length).toBeGreaterThan(10)
  // Every field of every row, some of the values each; together the rows meet all of them many times over.
  const some = spoiled.filter((_, at) => at % spoiledStep === seed % spoiledStep)
  await atOnce(some, 6, async ({ path, rawBody }) => {
    const reply = await send(at, request(row, { rawBody }))
    expectDocumented(row, reply)
    if (body?.safeParse(JSON.parse(rawBody)).success) return
    const { code, field = '' } = errorOf(reply)
    expect([code, reply.status], rawBody.slice(0, 200)).toEqual(['invalid_request', 400])
    expect(`${field}.`.startsWith(`body.${path}`.slice(0, field.length + 1)) || field === 'body', field).toBe(true)
  })
})

test.each(eachOf(takesBody))('%s with what is no JSON object', async (_, row) => {
  const noJson = ['', '{', '{"a":1,}', "{'a':1}", '\ufeff{}', 'undefined', '{"a":NaN}', '\u0000', '[1,2', '{}{}']
  for (const rawBody of share('no JSON', noJson, 2))
    expect([rawBody, await told(row, { rawBody })]).toEqual([rawBody, '400 malformed_json body'])
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
  for (const rawBody of share('no object', ['null', '[]', '"text"', '1', 'true', deep], 1))
    expect([rawBody, await told(row, { rawBody })]).toEqual([rawBody, '400 invalid_request body'])
  const notUtf8 = Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])
  expect(await told(row, { rawBody: notUtf8 })).toMatch(/^400 invalid_request body/)
})

test.each(eachOf(takesBody))('%s with a field that nobody knows', async (_, row) => {
  const names = ['unknown', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '中文', '']
  for (const name of share('unknown field', names, 2)) {
    const text = JSON.stringify(request(row).body)
    const rawBody = `{${JSON.stringify(name)}:{"isAdmin":true},${text.slice(1)}`
    expect([name, await told(row, { rawBody })]).toEqual([name, `400 invalid_request body.${name}`])
  }
})

test.each(eachOf(takesBody))('%s with a body that is too large, or of another type', async (_, row) => {
  const large = { ...Object(request(row).body), title: 'x'.repeat(bodyBytesMax) }
  expect(await told(row, { body: large })).toBe('413 body_too_large body')
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
  ]
  for (const type of share('type', types, 1)) {
    const headers = { 'content-type': type }
    expect([type, await told(row, { headers })]).toEqual([type, '415 unsupported_media_type content-type'])
  }
  const reply = await send(at, request(row, { headers: { 'content-type': 'Application/JSON ; charset=utf-8' } }))
  expect(reply.status).not.toBe(415)
})

const parameters = ({ path }: Route) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** Parameters that may be a word of somebody's own: what is no id of ours is then one of nobody, and no refusal. */
const words = ['customerId', 'code', 'channel']

test.each(eachOf(rows.filter((row) => parameters(row).length > 0)))('%s with a wrong id', async (_, row) => {
  const bad = ['x', '0', 'null', '%00', '__proto__', '%F0%9F%8D%B5', 'x'.repeat(2_000), '%2e%2e%2f', "';--", '{shopId}']
  for (const name of parameters(row)) {
    const right = String(facts[name] ?? request(row).path.split('/')[row.path.split('/').indexOf(`{${name}}`)])
    const wrong = [...bad, `${right}0`, right.slice(0, -1), right.toLowerCase(), right.replace('_', '-')]
    // A shop makes up the names of its channels, so what has a channel's form is one without sales, and its answer no refusal.
    const isWord = (each: string) => name === 'channel' && Channel.safeParse(each).success
    const differing = wrong.filter((each) => each !== right && !isWord(each))
    const isTaken = (id: string) => contractOf(row).path?.shape[name]?.safeParse(decodeURIComponent(id)).success ?? true
    // By its contract each row is asked for all of them.
    if (!words.includes(name)) expect(differing.filter(isTaken)).toEqual([])
    for (const id of share(`id ${name}`, differing, 1)) {
      const path = rowRequest(row, { ...facts, [name]: '\u0001' }).path.replace('\u0001', id)
      const reply = await send(at, request(row, { path }))
      expectDocumented(row, reply)
      // A name from outside may be any text: then this is a right one of nobody.
      const isText = name === 'customerId' || name === 'channel'
      if (isText && isTaken(id)) continue
      // A link's code may be a word of lower case: then there is no such link.
      if (reply.status === 404) expect(['code', 'channel']).toContain(name)
      else expect([id, refusalOf(reply)]).toEqual([id, `400 invalid_request path.${name}`])
    }
  }
})

test.each(eachOf(rows.filter(({ path }) => path.includes('{shopId}'))))('%s of what is not there', async (_, row) => {
  const ids = { shopId: newId('shp'), productId: newId('prd'), orderId: newId('ord'), customerId: newId('cus') }
  // One that is not there among those that are: what may not be said of a shop is said of none.
  for (const [name, id] of Object.entries(ids).filter(([each]) => parameters(row).includes(each)))
    expectDocumented(row, await send(at, { ...request(row), ...rowRequest(row, { ...facts, [name]: id }, seed) }))
})

/** The body less every field that its contract does not insist on. */
function withoutOptional(shape: Contract['body'], body: unknown): unknown {
  if (shape === undefined) return body
  return Object.keys(Object(body)).reduce((kept, name) => {
    const { [name]: _, ...rest } = Object(kept)
    return shape.safeParse(rest).success ? rest : kept
  }, body)
}

const hasCursor = rows.filter((row) => Object.hasOwn(contractOf(row).query?.shape ?? {}, 'cursor'))
test.each(eachOf(hasCursor))('%s with a wrong page', async (_, row) => {
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const cursors = [
    'x',
    '%00',
    'null',
    base64(null),
    base64([]),
    base64([1]),
    base64(['a']),
    base64({ pk: 'SHOPS' }),
    base64('x'),
    base64(['\ud800', 'a', 'b']),
  ]
  // With no more than the body must have: what a deployment has turned off is refused before a page is read.
  const body = withoutOptional(contractOf(row).body, request(row).body)
  const ask = (query: string) => told(row, { path: `${request(row).path}?${query}`, body })
  for (const cursor of share('cursor', cursors, 2))
    expect([cursor, await ask(`cursor=${cursor}`)]).toEqual([cursor, '400 invalid_cursor query.cursor'])
  const limits = ['0', '101', '1.5', 'x', '', '-1', '1e9', '1&limit=2']
  // By its contract each row is asked for all of them; one that has no limit refuses it as it does what it does not know.
  expect(limits.filter((limit) => contractOf(row).query?.shape.limit?.safeParse(limit).success)).toEqual([])
  for (const limit of share('limit', limits, 1))
    expect([limit, await ask(`limit=${limit}`)]).toEqual([limit, '400 invalid_request query.limit'])
  for (const query of [`cursor=${'x'.repeat(1_025)}`, 'cursor='])
    expect([query, await ask(query)]).toEqual([query, '400 invalid_request query.cursor'])
  expect(await ask('sort=price')).toBe('400 invalid_request query.sort')
})

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const byPath = [...Map.groupBy(rows, ({ path }) => path)]

test.each(byPath)('%s by a method that it does not take', async (_, ofPath) => {
  const [row] = ofPath
  if (!row) throw new Error('A path has a row')
  const taken = ofPath.map(({ method }) => method)
  const { path } = request(row)
  for (const method of methods.filter((each) => !taken.some((one) => one === each))) {
    const reply = await send(at, { method, path })
    expect([method, refusalOf(reply)]).toEqual([method, '405 method_not_allowed'])
    expect(reply.headers.get('allow')).toBe(taken.join(', '))
  }
})

test.each([
  '/',
  '/v1',
  '/v1/',
  '/v2/shops',
  '/v1/shops/',
  '/v1/health/',
  '/V1/health',
  '/.env',
  '/v1//health',
  '/v1/shops/a/b/c/d',
])('%s is no address of the API', async (path) => {
  for (const method of ['GET', 'POST']) {
    const reply = await send(at, { method, path })
    expect(refusalOf(reply)).toBe('404 not_found')
    expect(errorOf(reply).message).not.toMatch(internal)
  }
})

test.each([
  ['nothing', {}, '没有找到。'],
  ['Chinese first', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' }, '没有找到。'],
  ['English first', { 'accept-language': 'en-US,en;q=0.9' }, 'There is no such thing.'],
  ['another language', { 'accept-language': 'fr' }, '没有找到。'],
  ['5,000 stars', { 'accept-language': '*'.repeat(5_000) }, '没有找到。'],
])('an error is told in the language asked for: %s', async (_, headers, message) => {
  const reply = await send(at, { method: 'GET', path: '/v1/nothing', headers })
  expect(errorOf(reply)).toMatchObject({ code: 'not_found', message })
})
