import { expect, test } from 'vitest'
import * as z from 'zod'
import type { Database } from '../../functions/shared/storage.ts'
import { wechatApi } from '../../functions/shared/wechat-access-token.ts'
import { WechatUnavailable } from '../../functions/shared/wechat-app.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { type Answer, serve } from './scripted-server.ts'

const app = { appId: 'wx0000000000000001', appSecret: 'f0e1d2c3b4a5968778695a4b3c2d1e0f' }
const startMs = Date.parse('2026-11-22T04:00:00.000Z')
const answered = (value: unknown): Answer => ({ status: 200, body: JSON.stringify(value) })
const token = (name: string, lifeSeconds = 7_200) => answered({ access_token: name, expires_in: lifeSeconds })
const done = answered({ errcode: 0, errmsg: 'ok', msgid: 7 })
const reply = z.object({ msgid: z.int() })

/** One function among those that share the tables, against a server that gives these answers in their order. */
async function connect(answers: Answer[], options: { db?: Database; atMs?: number } = {}) {
  const { baseUrl, received } = await serve(...answers)
  const timeoutMs = answers.includes('hang') ? 300 : 5_000
  const db = options.db ?? memoryDatabase()
  const now = () => new Date(options.atMs ?? startMs).toISOString()
  const api = wechatApi({ db, now, wechatApp: { ...app, baseUrl, timeoutMs } })
  return { post: () => api.post('/wxa/thing', { name: '茶' }, reply), received, db }
}

test('a call fetches a token, keeps it, and carries it', async () => {
  const { post, received } = await connect([token('one two'), done, done])
  expect(await post()).toEqual({ ok: true, data: { msgid: 7 } })
  expect(await post()).toEqual({ ok: true, data: { msgid: 7 } })
  expect(received.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /cgi-bin/stable_token',
    'POST /wxa/thing?access_token=one+two',
    'POST /wxa/thing?access_token=one+two',
  ])
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({
    grant_type: 'client_credential',
    appid: app.appId,
    secret: app.appSecret,
    force_refresh: false,
  })
  expect(received[1]?.body).toBe('{"name":"茶"}')
  expect(received[1]?.headers['content-type']).toBe('application/json')
})

test.each([
  ['just before', -1, 'one'],
  ['at', 0, 'two'],
])('functions share one token, %s five minutes from its end', async (_, offsetMs, used) => {
  const { post, db } = await connect([token('one'), done])
  await post()
  const later = await connect(used === 'one' ? [done] : [token('two'), done], {
    db,
    atMs: startMs + 6_900_000 + offsetMs,
  })
  await later.post()
  expect(later.received.at(-1)?.url).toBe(`/wxa/thing?access_token=${used}`)
})

test.each([40001, 40014, 42001])('errcode %i fetches another token, and calls again with it', async (errcode) => {
  const refused = answered({ errcode, errmsg: 'invalid credential' })
  const { post, received } = await connect([token('one'), refused, token('two'), done])
  expect(await post()).toMatchObject({ ok: true })
  expect(received.map(({ url }) => url)).toEqual([
    '/cgi-bin/stable_token',
    '/wxa/thing?access_token=one',
    '/cgi-bin/stable_token',
    '/wxa/thing?access_token=two',
  ])
})

test('a token that is refused again is an answer, not a reason to go on', async () => {
  const refused = answered({ errcode: 40001 })
  const { post, received } = await connect([token('one'), refused, token('one'), refused])
  expect(await post()).toEqual({ ok: false, errcode: 40001 })
  expect(received).toHaveLength(4)
})

test('who finds another token in the table takes it, and asks for none', async () => {
  const { post, received, db } = await connect([token('one'), done, answered({ errcode: 40001 }), done])
  await post()
  let reads = 0
  const renewed: Database = {
    ...db,
    // Between the two reads of one call another function has put its token there.
    async get(key) {
      if (++reads === 2) {
        const other = await connect([token('two'), done], { db, atMs: startMs + 6_900_000 })
        await other.post()
      }
      return db.get(key)
    },
  }
  const baseUrl = `http://${received[0]?.headers.host}`
  const api = wechatApi({ db: renewed, now: () => new Date(startMs).toISOString(), wechatApp: { ...app, baseUrl } })
  expect(await api.post('/wxa/thing', {}, reply)).toMatchObject({ ok: true })
  expect(received.slice(2).map(({ url }) => url)).toEqual([
    '/wxa/thing?access_token=one',
    '/wxa/thing?access_token=two',
  ])
})

test('any other errcode is the answer, asked once', async () => {
  const { post, received } = await connect([token('one'), answered({ errcode: 43101, errmsg: 'refused' })])
  expect(await post()).toEqual({ ok: false, errcode: 43101 })
  expect(received).toHaveLength(2)
})

test.each<[string, Answer, number]>([
  ['a wrong secret', answered({ errcode: 40125 }), 40125],
  ['500', { status: 500 }, -1],
  ['a closed connection', 'drop', -1],
  ['no answer in time', 'hang', -1],
  ['a page', { status: 200, body: '<html>' }, -1],
  ['no token', answered({ expires_in: 7200 }), -1],
])('%s for a token: the call is not made, and the errcode says why', async (_, answer, errcode) => {
  const { post, received } = await connect([answer])
  expect(await post()).toEqual({ ok: false, errcode })
  expect(received.map(({ url }) => url)).toEqual(['/cgi-bin/stable_token'])
})

test.each<[string, Answer]>([
  ['500', { status: 500 }],
  ['a closed connection', 'drop'],
  ['no answer in time', 'hang'],
  ['a page', { status: 200, body: '<html>' }],
  ['a reply of another shape', answered({ errcode: 0 })],
])('%s to a call leaves it open, sent once, without the token in what is thrown', async (_, answer) => {
  const { post, received } = await connect([token('tok123'), answer])
  const error = await post().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(WechatUnavailable)
  expect(String(error)).toContain('/wxa/thing')
  expect(String(error)).not.toMatch(/tok123|f0e1d2c3/)
  expect(received).toHaveLength(2)
})
