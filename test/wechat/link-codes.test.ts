import { afterEach, beforeEach, expect, test } from 'vitest'
import { unlimitedCode } from '../../local/wechat/link-codes.ts'
import { createRates } from '../../local/wechat/rates.ts'
import { textsOf } from '../support/png.ts'
import { answerOf, openScene, type Scene } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene
let token: string

const post = (path: string, body: unknown) =>
  fetch(scene.wechat.baseUrl + path, { method: 'POST', body: JSON.stringify(body) })

beforeEach(async () => {
  scene = await openScene(world)
  const body = { grant_type: 'client_credential', appid: world.appId, secret: world.appSecret }
  token = String((await answerOf(await post('/cgi-bin/stable_token', body))).json.access_token)
})
afterEach(() => scene.wechat.close())

const right = { scene: 'a1B2c3D4e5F6', page: 'pages/link/index' }
const code = (changes: object = {}, access = token) =>
  post(`/wxa/getwxacodeunlimit?access_token=${access}`, { ...right, ...changes })

test('a code is a picture, the same one for the same scene and page', async () => {
  const pictures = []
  for (const changes of [{}, {}, { scene: 'another' }]) {
    const response = await code(changes)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png'])
    pictures.push(Buffer.from(await response.arrayBuffer()))
  }
  const [first, again, other] = pictures
  expect(first).toEqual(again)
  expect(first).not.toEqual(other)
  expect(textsOf(first)).toEqual(right)
})

test.each([
  ['a scene of 33 characters', { scene: 'x'.repeat(33) }, 40169],
  ['no scene', { scene: '' }, 40169],
  ['a scene in Chinese', { scene: '茶' }, 40169],
  ['a scene with a percent sign', { scene: 'a%20b' }, 40169],
  ['a page that is not released', { page: 'pages/new/index' }, 41030],
  ['a page with a slash in front', { page: '/pages/link/index' }, 41030],
  ['a page with a query', { page: 'pages/link/index?a=1' }, 41030],
  ['a width below what is printed', { width: 279 }, 40097],
  ['the reserved field', { scancode_time: 1 }, 85096],
])('%s is refused in JSON', async (_name, changes, errcode) => {
  expect((await answerOf(await code(changes))).json.errcode).toBe(errcode)
})

test('a scene may have every character of the alphabet, and a page need not be released where that is not checked', async () => {
  for (const changes of [{ scene: "aZ09!#$&'()*+,/:;=?@-._~" }, { page: 'pages/new/index', check_path: false }])
    expect((await code(changes)).headers.get('content-type')).toBe('image/png')
})

test('nobody without a token gets a code', async () => {
  expect((await answerOf(await code({}, 'x'))).json.errcode).toBe(40001)
})

test('five thousand codes are made in a minute, and no more', () => {
  let atMs = 0
  const faults = { get: () => ({ limitsRates: true }) }
  // Of the whole stand-in the limit looks at these alone.
  const wechat = { rates: createRates(), faults, now: () => new Date(atMs) } as unknown as Parameters<
    typeof unlimitedCode
  >[0]
  for (let made = 0; made < 5_000; made++) wechat.rates.note('codes', atMs, 60_000)
  expect(unlimitedCode(wechat, right)).toMatchObject({ errcode: 45009 })
  atMs += 60_000
  expect(unlimitedCode(wechat, right)).toHaveProperty('picture')
})

const link = async (changes: object = {}) => {
  const body = { path: 'pages/link/index', query: 'scene=abc', expire_type: 1, expire_interval: 30, ...changes }
  return (await answerOf(await post(`/wxa/generate_urllink?access_token=${token}`, body))).json
}

test('a URL link is good for at most thirty days', async () => {
  expect(await link()).toMatchObject({ errcode: 0, url_link: expect.stringMatching(/^https:\/\/\S+$/) })
  expect(await link({ query: 'scene=a%20b' })).toMatchObject({ errcode: 0 })
})

test.each([
  ['31 days', { expire_interval: 31 }, 85401],
  ['no days', { expire_interval: 0 }, 85402],
  ['a moment that has passed', { expire_type: 0, expire_time: 1 }, 85402],
  ['a page that is not released', { path: 'pages/new/index' }, 40165],
  ['a query in Chinese', { query: '茶' }, 40212],
  ['a query of 1025 characters', { query: 'x'.repeat(1_025) }, 40212],
  ['no form', { expire_type: 2 }, 47001],
])('a URL link with %s is refused', async (_name, changes, errcode) => {
  expect((await link(changes)).errcode).toBe(errcode)
})
