import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWechatLogin } from '../../functions/identity/wechat-login.ts'
import { readWechatAppConfig, WechatUnavailable } from '../../functions/shared/wechat-app.ts'
import { type Answer, serve } from './scripted-server.ts'

const appSecret = 'f0e1d2c3b4a5968778695a4b3c2d1e0f'
const env = { WECHAT_API_BASE_URL: 'https://api.weixin.qq.com', WECHAT_APP_ID: 'wx0000000000000001' }
const answered = (value: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: JSON.stringify(value),
})
const busy = answered({ errcode: -1, errmsg: 'system error' })
const session = { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', session_key: 'tiihtNczf5v6AKRyjwEUhQ==' }

async function connect(...answers: Answer[]) {
  const { baseUrl, received } = await serve(...answers)
  const pauses: number[] = []
  const login = createWechatLogin(readWechatAppConfig({ ...env, WECHAT_API_BASE_URL: baseUrl }, { appSecret }), {
    pause: async (retry) => void pauses.push(retry),
    timeoutMs: answers.includes('hang') ? 300 : 5_000,
  })
  return { login, received, pauses }
}

test('a code gives the ids and nothing of the session key, with errcode 0 or none', async () => {
  const { login, received } = await connect(
    answered({ ...session, unionid: 'u1' }),
    answered({ ...session, errcode: 0 }),
  )
  expect(await login.exchangeCode('061Bk0100')).toStrictEqual({ ok: true, openid: session.openid, unionid: 'u1' })
  expect(await login.exchangeCode('061Bk0101')).toStrictEqual({ ok: true, openid: session.openid })
  const query = `appid=wx0000000000000001&secret=${appSecret}&js_code=061Bk0100&grant_type=authorization_code`
  expect(received[0]).toMatchObject({ method: 'GET', url: `/sns/jscode2session?${query}` })
})

test('a code cannot bring parameters of its own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('a&appid=b#c')), async (code) => {
      const urls: string[] = []
      const login = createWechatLogin(readWechatAppConfig(env, { appSecret }), {
        fetch: async (url) => {
          urls.push(url)
          return new Response(JSON.stringify(session))
        },
      })
      await login.exchangeCode(code)
      const query = new URL(urls[0] ?? '').searchParams
      expect([...query]).toEqual([
        ['appid', env.WECHAT_APP_ID],
        ['secret', appSecret],
        ['js_code', code],
        ['grant_type', 'authorization_code'],
      ])
    }),
    { numRuns: 50 },
  )
})

test.each([
  [40029, 'login_code_invalid'],
  [40163, 'login_code_invalid'],
  [41008, 'login_code_invalid'],
  [40226, 'login_blocked'],
  [45011, 'login_too_frequent'],
])('errcode %i is the refusal %s, asked once', async (errcode, code) => {
  const { login, received } = await connect(answered({ errcode, errmsg: 'refused' }))
  expect(await login.exchangeCode('061Bk0100')).toEqual({ ok: false, refusal: { code } })
  expect(received).toHaveLength(1)
})

test.each<[string, Answer]>([
  ['errcode -1', busy],
  ['500', { status: 500 }],
  ['a closed connection', 'drop'],
  ['no answer in time', 'hang'],
  ['a page', { status: 200, body: '<html>' }],
  ['an empty body', { status: 200 }],
])('asks again after %s', async (_, answer) => {
  const { login, received, pauses } = await connect(answer, answer, answered(session))
  expect(await login.exchangeCode('061Bk0100')).toMatchObject({ ok: true })
  expect(pauses).toEqual([1, 2])
  expect(received).toHaveLength(3)
})

test('gives up after three attempts and shows neither the code nor the secret', async () => {
  const { login, received } = await connect(busy, 'drop', { status: 502 })
  const error = await login.exchangeCode('061Bk0100').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(WechatUnavailable)
  expect(String(error)).not.toMatch(/061Bk0100|f0e1d2c3/)
  expect(received).toHaveLength(3)
})

test.each([{ errcode: 40013 }, { errcode: 40125 }, { errcode: 0 }])('%o is thrown, asked once', async (value) => {
  const { login, received } = await connect(answered({ ...value, session_key: session.session_key }))
  const error = await login.exchangeCode('061Bk0100').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(WechatUnavailable)
  expect(String(error)).toContain(`errcode ${value.errcode}`)
  expect(String(error)).not.toMatch(/tiih|f0e1d2c3/)
  expect(received).toHaveLength(1)
})

test('an incomplete configuration is named, and the secret not shown', () => {
  expect(readWechatAppConfig(env, { appSecret })).toEqual({
    baseUrl: env.WECHAT_API_BASE_URL,
    appId: env.WECHAT_APP_ID,
    appSecret,
  })
  expect(() => readWechatAppConfig({}, {})).toThrow(/WECHAT_API_BASE_URL.*WECHAT_APP_ID.*secret\.appSecret/)
  expect(() => readWechatAppConfig({ ...env, WECHAT_API_BASE_URL: 'https://a.cn/x' }, { appSecret })).toThrow(
    /BASE_URL/,
  )
  expect(() => readWechatAppConfig({ ...env, WECHAT_APP_ID: 'a b' }, { appSecret })).toThrow(/^(?!.*f0e1d2).*APP_ID/)
})
