import * as z from 'zod'
import type { Context } from './context.ts'
import type { Key } from './storage.ts'
import { type WechatAppConfig, WechatUnavailable } from './wechat-app.ts'

/** The mini-program, and how it is asked. */
export type WechatApp = WechatAppConfig & {
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  readonly timeoutMs?: number
}

/** What a call of api.weixin.qq.com works with. The row writes the table `wechat`, where all functions share one token. */
export type WechatApiContext = Pick<Context, 'db' | 'now'> & { readonly wechatApp: WechatApp }

/** WeChat's answer to a call: what was asked for, or its number for why not. */
export type WechatReply<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly errcode: number }

/** A picture as WeChat made it. */
export type WechatPicture = { readonly contentType: string; readonly bytes: Uint8Array<ArrayBuffer> }

export type WechatApi = {
  /**
   * Posts JSON to a path of api.weixin.qq.com with the access token. Sent once; a second time only under a new token, after
   * WeChat did not take the first. Where no token is to be had, `errcode` says why (`wechatBusy`: WeChat does not answer).
   * Throws WechatUnavailable where the outcome of the call is unknown.
   */
  readonly post: <Data>(path: string, body: object, reply: z.ZodType<Data>) => Promise<WechatReply<Data>>
  /** The same for a call that is answered with a picture, or with JSON where there is none. */
  readonly postForPicture: (path: string, body: object) => Promise<WechatReply<WechatPicture>>
}

/** WeChat has no time now: nothing was done, and trying again later may succeed. */
export const wechatBusy = -1

/** WeChat answers within tenths of a second; what takes longer than this does not come. */
const answerTimeoutMs = 5_000

/** A token is not used in its last five minutes: WeChat gives out the next one then. */
const marginMs = 300_000

/** Invalid, malformed, expired: another token may do. WeChat has not looked at the call itself. */
const tokenErrcodes: readonly number[] = [40001, 40014, 42001]

const tokenPath = '/cgi-bin/stable_token'
/** Documented: at least 512 characters are to be provided for. */
const tokenLengthMax = 2_048

const tokenReply = z.object({
  access_token: z.string().min(1).max(tokenLengthMax),
  expires_in: z.int().min(0).max(86_400),
})
/** A success need not have an `errcode`. */
const anyReply = z.looseObject({ errcode: z.int().default(0) })

const StoredToken = z.object({ accessToken: z.string(), usableUntil: z.string() })

const tokenKey = (appId: string): Key => ({ table: 'wechat', pk: `APP#${appId}`, sk: 'ACCESS_TOKEN' })

/** Calls of api.weixin.qq.com that need an access token. Neither the token nor the secret is ever in an error or a log. */
export function wechatApi(context: WechatApiContext): WechatApi {
  async function ask<Data>(path: string, body: object, read: ReadAnswer<Data>): Promise<WechatReply<Data>> {
    const token = await usableToken(context)
    if (!token.ok) return token
    const first = await send(context.wechatApp, withToken(path, token.data), body, read)
    if (first.ok || !tokenErrcodes.includes(first.errcode)) return first
    const next = await tokenAfter(context, token.data)
    return next.ok ? send(context.wechatApp, withToken(path, next.data), body, read) : next
  }
  return {
    post: (path, body, reply) => ask(path, body, jsonOf(reply)),
    postForPicture: (path, body) => ask(path, body, readPicture),
  }
}

const withToken = (path: string, token: string) => `${path}?${new URLSearchParams({ access_token: token })}`

/** The token that the functions share, or a fetched one where theirs is at its end. */
async function usableToken(context: WechatApiContext): Promise<WechatReply<string>> {
  const shared = await sharedToken(context)
  return shared === undefined ? fetchToken(context) : { ok: true, data: shared }
}

/** Another token than the one that WeChat did not take: somebody may have put it there by now. */
async function tokenAfter(context: WechatApiContext, rejected: string): Promise<WechatReply<string>> {
  const shared = await sharedToken(context)
  return shared === undefined || shared === rejected ? fetchToken(context) : { ok: true, data: shared }
}

async function sharedToken({ db, now, wechatApp }: WechatApiContext): Promise<string | undefined> {
  const stored = StoredToken.safeParse(await db.get(tokenKey(wechatApp.appId))).data
  return stored && now() < stored.usableUntil ? stored.accessToken : undefined
}

/**
 * Asks for the stable token: WeChat gives all who ask the same one until it nears its end, so functions that ask at the same
 * moment do each other no harm, and neither does the last of them writing. Never by force, which would end the others' token.
 */
async function fetchToken({ db, now, wechatApp }: WechatApiContext): Promise<WechatReply<string>> {
  const { appId, appSecret } = wechatApp
  const body = { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: false }
  const askedAt = now()
  const answer = await send(wechatApp, tokenPath, body, jsonOf(tokenReply)).catch(() => nothingSent)
  if (!answer.ok) return answer
  const { access_token: accessToken, expires_in: lifeSeconds } = answer.data
  const usableUntil = new Date(Date.parse(askedAt) + lifeSeconds * 1_000 - marginMs).toISOString()
  // A conflict means that somebody else keeps a token just now: theirs is as good.
  await db.transact([{ kind: 'update', name: 'access token', key: tokenKey(appId), set: { accessToken, usableUntil } }])
  return { ok: true, data: accessToken }
}

/** No token, no call: what was asked for has not happened, and may later. */
const nothingSent = { ok: false, errcode: wechatBusy } as const

type HttpAnswer = { readonly contentType: string; readonly bytes: Uint8Array<ArrayBuffer> }
/** What an answer says; why it says nothing, in words. */
type ReadAnswer<Data> = (answer: HttpAnswer | undefined) => WechatReply<Data> | 'none' | 'undocumented'

/** One attempt. What the network throws is dropped: it may quote the URL or the body, which hold token and secret. */
async function send<Data>(
  app: WechatApp,
  target: string,
  body: object,
  read: ReadAnswer<Data>,
): Promise<WechatReply<Data>> {
  const reply = read(await postBytes(app, target, JSON.stringify(body)))
  const [path] = target.split('?')
  if (reply === 'none') throw new WechatUnavailable(`WeChat gave no answer to ${path}`)
  if (reply === 'undocumented') throw new WechatUnavailable(`WeChat answered ${path} in a shape that is not documented`)
  return reply
}

/** Reads an answer in JSON, of the shape where it is a success. */
const jsonOf =
  <Data>(shape: z.ZodType<Data>): ReadAnswer<Data> =>
  (answer) => {
    const general = anyReply.safeParse(answer === undefined ? undefined : parseJson(answer.bytes))
    if (!general.success) return 'none'
    if (general.data.errcode !== 0) return { ok: false, errcode: general.data.errcode }
    const parsed = shape.safeParse(general.data)
    return parsed.success ? { ok: true, data: parsed.data } : 'undocumented'
  }

/** A picture says so in its type. What is none is JSON that says why. */
const readPicture: ReadAnswer<WechatPicture> = (answer) => {
  if (answer?.contentType.startsWith('image/') && answer.bytes.length > 0) return { ok: true, data: answer }
  return jsonOf(z.never())(answer)
}

async function postBytes(app: WechatApp, target: string, body: string): Promise<HttpAnswer | undefined> {
  try {
    const response = await (app.fetch ?? fetch)(new URL(target, app.baseUrl).href, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(app.timeoutMs ?? answerTimeoutMs),
    })
    if (!response.ok) return undefined
    const [contentType = ''] = (response.headers.get('content-type') ?? '').split(';')
    return { contentType, bytes: new Uint8Array(await response.arrayBuffer()) }
  } catch {
    return undefined
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
