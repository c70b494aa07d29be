import { expect, test } from 'vitest'
import { httpApi, lambda } from './support/resources.ts'
import { bootWorld, getJson } from './support/world.ts'

const echo = 'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) })'

test('gives a function the fields of payload format 2.0', async () => {
  const { apiUrl } = await bootWorld({
    ...lambda('Echo', echo),
    ...httpApi({ 'POST /v1/shops/{shopId}/orders/{orderId}': 'Echo' }),
  })
  const reply = await fetch(`${apiUrl}/v1/shops/a%20%E5%BA%97/orders/7?tag=x&tag=y&q=%E5%9B%9E+%E5%A4%B4`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: 'a=1; b=2', 'X-One': 'One', 'User-Agent': 'phone' },
    body: '{"n":1}',
  })
  expect(await reply.json()).toMatchObject({
    version: '2.0',
    routeKey: 'POST /v1/shops/{shopId}/orders/{orderId}',
    rawPath: '/v1/shops/a%20%E5%BA%97/orders/7',
    rawQueryString: 'tag=x&tag=y&q=%E5%9B%9E+%E5%A4%B4',
    cookies: ['a=1', 'b=2'],
    headers: { 'content-type': 'application/json', 'x-one': 'One', host: new URL(apiUrl).host },
    queryStringParameters: { tag: 'x,y', q: '回 头' },
    pathParameters: { shopId: 'a 店', orderId: '7' },
    requestContext: {
      http: { method: 'POST', path: '/v1/shops/a%20%E5%BA%97/orders/7', protocol: 'HTTP/1.1', userAgent: 'phone' },
      routeKey: 'POST /v1/shops/{shopId}/orders/{orderId}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
      requestId: reply.headers.get('apigw-requestid'),
    },
    body: '{"n":1}',
    isBase64Encoded: false,
  })
})

test('leaves out what a request has not', async () => {
  const { apiUrl } = await bootWorld({ ...lambda('Echo', echo), ...httpApi({ 'GET /': 'Echo' }) })
  const event = await getJson<Record<string, unknown>>(apiUrl)
  expect(event.rawQueryString).toBe('')
  for (const absent of ['cookies', 'queryStringParameters', 'pathParameters', 'body']) {
    expect(event).not.toHaveProperty(absent)
  }
})

test.each([
  ['application/json; charset=utf-8', false],
  ['text/csv', false],
  ['application/problem+json', false],
  ['application/x-www-form-urlencoded', true],
  ['image/png', true],
])('encodes a body of type %s in Base64: %s', async (contentType, isBase64Encoded) => {
  const { apiUrl } = await bootWorld({ ...lambda('Echo', echo), ...httpApi({ 'POST /': 'Echo' }) })
  const reply = await fetch(apiUrl, { method: 'POST', headers: { 'content-type': contentType }, body: '好的' })
  const body = isBase64Encoded ? Buffer.from('好的').toString('base64') : '好的'
  expect(await reply.json()).toMatchObject({ body, isBase64Encoded })
})

test('takes the most specific route, the method before ANY, and $default last', async () => {
  const named = (name: string) => lambda(name, `exports.handler = async () => ({ statusCode: 200, body: '${name}' })`)
  const { apiUrl } = await bootWorld({
    ...named('Any'),
    ...named('Greedy'),
    ...named('Param'),
    ...named('Literal'),
    ...named('Fallback'),
    ...httpApi({
      $default: 'Fallback',
      'GET /a/{rest+}': 'Greedy',
      'ANY /a/{id}': 'Any',
      'GET /a/{id}': 'Param',
      'GET /a/me': 'Literal',
    }),
  })
  const get = async (path: string, method = 'GET') => (await fetch(`${apiUrl}${path}`, { method })).text()
  expect(await get('/a/me')).toBe('Literal')
  expect(await get('/a/you')).toBe('Param')
  expect(await get('/a/you', 'PUT')).toBe('Any')
  expect(await get('/a/you/and/me')).toBe('Greedy')
  expect(await get('/b')).toBe('Fallback')
})

test('answers 404 where there is no route, and 400 to a path that cannot be decoded', async () => {
  const { apiUrl } = await bootWorld({ ...lambda('Echo', echo), ...httpApi({ 'GET /a/{id}': 'Echo' }) })
  const missing = await fetch(`${apiUrl}/b`)
  expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }])
  expect((await fetch(`${apiUrl}/a/1`, { method: 'DELETE' })).status).toBe(404)
  expect((await fetch(`${apiUrl}/a/%E0%A4%A`)).status).toBe(400)
})

test('refuses a body of more than 10 MB', async () => {
  const { apiUrl } = await bootWorld({ ...lambda('Echo', echo), ...httpApi({ 'POST /': 'Echo' }) })
  const reply = await fetch(apiUrl, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) })
  expect(reply.status).toBe(413)
})

test('passes on status, headers, cookies and a body in Base64', async () => {
  const source = `exports.handler = async () => ({
    statusCode: 201, headers: { 'X-Kind': 'picture', 'Content-Type': 'image/png' }, cookies: ['a=1; Path=/', 'b=2'],
    body: Buffer.from([0, 255, 7]).toString('base64'), isBase64Encoded: true })`
  const { apiUrl } = await bootWorld({ ...lambda('Picture', source), ...httpApi({ 'GET /': 'Picture' }) })
  const reply = await fetch(apiUrl)
  expect(reply.status).toBe(201)
  expect(reply.headers.get('x-kind')).toBe('picture')
  expect(reply.headers.get('content-type')).toBe('image/png')
  expect(reply.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2'])
  expect([...new Uint8Array(await reply.arrayBuffer())]).toEqual([0, 255, 7])
})

test.each([
  ['an answer without a status code is a 200 with that body', 'return { a: 1 }', 200, { a: 1 }],
  ['a malformed answer is a 500', 'return { statusCode: "no" }', 500, { message: 'Internal Server Error' }],
  ['a thrown error is a 502', 'throw new Error("secret")', 502, { message: 'Internal Server Error' }],
  [
    'an error outside the call is a 502',
    'setTimeout(() => { throw new Error("secret") }); await new Promise(() => {})',
    502,
    { message: 'Internal Server Error' },
  ],
  ['an end of the process is a 502', 'process.exit(3)', 502, { message: 'Internal Server Error' }],
])('%s', async (_, body, status, answer) => {
  const { apiUrl } = await bootWorld({
    ...lambda('Fault', `exports.handler = async (event) => { if (event.rawPath === '/ok') return 'ok'; ${body} }`),
    ...httpApi({ 'GET /': 'Fault', 'GET /ok': 'Fault' }),
  })
  const reply = await fetch(apiUrl)
  expect([reply.status, await reply.json()]).toEqual([status, answer])
  // Whatever became of the instance, the function serves on.
  expect(await getJson(`${apiUrl}/ok`)).toBe('ok')
})

type Quick = { started: number; remaining: number; name: string }

test('ends a function at its timeout, and serves on with a new instance', async () => {
  const source = `const started = Math.random()
    exports.handler = async (event, context) => {
      if (event.rawPath === '/slow') { for (;;); }
      return { started, remaining: context.getRemainingTimeInMillis(), name: context.functionName }
    }`
  const world = await bootWorld({
    ...lambda('Slow', source, { properties: { Timeout: 1, FunctionName: 'slow', ReservedConcurrentExecutions: 1 } }),
    ...httpApi({ 'GET /slow': 'Slow', 'GET /quick': 'Slow' }),
  })
  const before = await getJson<Quick>(`${world.apiUrl}/quick`)
  expect((await fetch(`${world.apiUrl}/slow`)).status).toBe(502)
  const after = await getJson<Quick>(`${world.apiUrl}/quick`)
  expect(after.started).not.toBe(before.started)
  expect(after.name).toBe('slow')
  expect(after.remaining).toBeGreaterThan(500)
  expect(after.remaining).toBeLessThanOrEqual(1000)
  expect(world.log.join('\n')).toContain('Task timed out after 1.00 seconds')
})

test('answers 503 when a function is slower than its integration', async () => {
  const source = 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 500))'
  const { apiUrl } = await bootWorld({
    ...lambda('Slow', source),
    ...httpApi({ 'GET /': 'Slow' }, { TimeoutInMillis: 50 }),
  })
  const reply = await fetch(apiUrl)
  expect([reply.status, await reply.json()]).toEqual([503, { message: 'Service Unavailable' }])
})

test('gives an instance one call at a time, and runs several instances', async () => {
  const source = `let running = 0, most = 0
    exports.handler = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 100))
      running -= 1
      return { most, instance: require('node:worker_threads').threadId }
    }`
  const { apiUrl } = await bootWorld({ ...lambda('Slow', source), ...httpApi({ 'GET /': 'Slow' }) })
  await fetch(apiUrl)
  const replies = await Promise.all([1, 2, 3, 4, 5, 6].map(() => getJson<{ most: number; instance: number }>(apiUrl)))
  expect(replies.map(({ most }) => most)).toEqual([1, 1, 1, 1, 1, 1])
  expect(new Set(replies.map(({ instance }) => instance)).size).toBeGreaterThan(1)
})
