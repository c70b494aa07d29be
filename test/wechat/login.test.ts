import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answerOf, openScene, type Scene } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene

beforeEach(async () => {
  scene = await openScene(world)
})
afterEach(() => scene.wechat.close())

const loginCode = async () => String((await scene.phone('/login-code', { name: 'Mei' })).json.code)
const get = async (path: string, query: Record<string, string>) =>
  answerOf(await fetch(`${scene.wechat.baseUrl}${path}?${new URLSearchParams(query)}`))
const codeToSession = (js_code: string, changes: Record<string, string> = {}) =>
  get('/sns/jscode2session', {
    appid: world.appId,
    secret: world.appSecret,
    js_code,
    grant_type: 'authorization_code',
    ...changes,
  })

describe('jscode2session', () => {
  test('answers who logged in, without an errcode', async () => {
    const { status, json } = await codeToSession(await loginCode())
    expect(status).toBe(200)
    expect(Object.keys(json).sort()).toEqual(['openid', 'session_key', 'unionid'])
    expect(json.openid).toBe(scene.openid)
    expect(Buffer.from(String(json.session_key), 'base64')).toHaveLength(16)
  })

  test('takes a code once', async () => {
    const code = await loginCode()
    await codeToSession(code)
    const again = await codeToSession(code)
    expect([again.status, again.json.errcode]).toEqual([200, 40163])
  })

  test('takes a hundred codes of one user in a minute, and of another one all the same', async () => {
    const send = async () => (await codeToSession(await loginCode())).json.errcode
    for (let count = 0; count < 100; count += 1) expect(await send()).toBeUndefined()
    expect(await send()).toBe(45011)
    await scene.phone('/users', { name: 'Lan' })
    const { code } = (await scene.phone('/login-code', { name: 'Lan' })).json
    expect((await codeToSession(String(code))).json.errcode).toBeUndefined()
    scene.clock.advance(60_000)
    expect(await send()).toBeUndefined()
  })

  test('takes a code for five minutes', async () => {
    const [early, late] = [await loginCode(), await loginCode()]
    scene.clock.advance(5 * 60_000 - 1)
    expect((await codeToSession(early)).json.openid).toBe(scene.openid)
    scene.clock.advance(1)
    expect((await codeToSession(late)).json.errcode).toBe(40029)
  })

  test.each([
    ['an unknown code', { js_code: 'x' }, 40029],
    ['an empty code', { js_code: '' }, 41008],
    ['another app', { appid: 'wx0' }, 40013],
    ['no app', { appid: '' }, 41002],
    ['another secret', { secret: 'x' }, 40125],
    ['no secret', { secret: '' }, 41004],
    ['another grant_type', { grant_type: 'code' }, 40002],
  ])('answers 200 and an errcode to %s, and the code stays good', async (_name, changes, errcode) => {
    const code = await loginCode()
    const { status, json } = await codeToSession(code, changes)
    expect([status, json.errcode, json.openid]).toEqual([200, errcode, undefined])
    expect((await codeToSession(code)).json.openid).toBe(scene.openid)
  })

  test('the same name is the same user, another name another', async () => {
    expect((await scene.phone('/users', { name: 'Mei' })).json.openid).toBe(scene.openid)
    expect((await scene.phone('/users', { name: 'Lan' })).json.openid).not.toBe(scene.openid)
    expect((await scene.phone('/login-code', { name: 'Nobody' })).status).toBe(404)
  })
})

describe('stable_token', () => {
  const token = async (changes: Record<string, unknown> = {}) => {
    const body = { grant_type: 'client_credential', appid: world.appId, secret: world.appSecret, ...changes }
    const post = { method: 'POST', body: JSON.stringify(body) }
    return (await answerOf(await fetch(`${scene.wechat.baseUrl}/cgi-bin/stable_token`, post))).json
  }
  const forced = () => token({ force_refresh: true })
  const isAccepted = async (access_token: unknown) =>
    'ip_list' in (await get('/cgi-bin/get_api_domain_ip', { access_token: String(access_token) })).json

  test('answers the same token until its last five minutes, then a new one beside it', async () => {
    const first = await token()
    expect(first.expires_in).toBe(7200)
    scene.clock.advance(6900_000 - 1_000)
    expect(await token()).toEqual({ access_token: first.access_token, expires_in: 301 })
    scene.clock.advance(1_000)
    const second = await token()
    expect(second.access_token).not.toBe(first.access_token)
    expect([await isAccepted(first.access_token), await isAccepted(second.access_token)]).toEqual([true, true])
    scene.clock.advance(300_000)
    expect([await isAccepted(first.access_token), await isAccepted(second.access_token)]).toEqual([false, true])
  })

  test('a forced refresh ends the token before; one that comes too soon changes nothing', async () => {
    const first = await token()
    const second = await forced()
    expect([await isAccepted(first.access_token), await isAccepted(second.access_token)]).toEqual([false, true])
    scene.clock.advance(29_999)
    expect((await forced()).access_token).toBe(second.access_token)
    scene.clock.advance(1)
    expect((await forced()).access_token).not.toBe(second.access_token)
  })

  test('is refreshed by force at most twenty times a day', async () => {
    const seen = new Set<unknown>()
    for (let count = 0; count < 25; count += 1) {
      seen.add((await forced()).access_token)
      scene.clock.advance(30_000)
    }
    expect(seen.size).toBe(20)
    scene.clock.advance(86_400_000)
    await token()
    const next = (await forced()).access_token
    expect(seen.has(next)).toBe(false)
    expect(await isAccepted(next)).toBe(true)
  })

  test('refuses another app, secret, grant_type, form and method', async () => {
    expect((await token({ appid: 'wx0' })).errcode).toBe(40013)
    expect((await token({ secret: 'x' })).errcode).toBe(40125)
    expect((await token({ grant_type: 'x' })).errcode).toBe(40002)
    expect((await token({ force_refresh: 'yes' })).errcode).toBe(47001)
    expect((await get('/cgi-bin/stable_token', {})).json.errcode).toBe(43002)
    expect((await get('/cgi-bin/get_api_domain_ip', {})).json.errcode).toBe(41001)
  })
})
