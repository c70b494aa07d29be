import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { type HttpRequest, parseJsonObject } from './http-server.ts'
import { unlimitedCode, urlLink } from './link-codes.ts'
import { getOrder, uploadShippingInfo } from './shipping.ts'
import { sendSubscribeMessage } from './subscribe-message.ts'
import { issueToken, isTokenValid } from './tokens.ts'
import type { Wechat } from './wechat.ts'

/** A code from wx.login: single use, five minutes. */
const loginCodeLifeMs = 5 * 60_000

/** Error numbers of api.weixin.qq.com. From memory of its users, not from a page that was read: 40125, 40163, 41008. */
const errors = {
  tooFrequent: { errcode: 45011, errmsg: 'api minute-quota reach limit' },
  badCredential: { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' },
  badGrantType: { errcode: 40002, errmsg: 'invalid grant_type' },
  badAppId: { errcode: 40013, errmsg: 'invalid appid' },
  badCode: { errcode: 40029, errmsg: 'invalid code' },
  badSecret: { errcode: 40125, errmsg: 'invalid appsecret' },
  codeUsed: { errcode: 40163, errmsg: 'code been used' },
  missingToken: { errcode: 41001, errmsg: 'access_token missing' },
  missingAppId: { errcode: 41002, errmsg: 'appid missing' },
  missingSecret: { errcode: 41004, errmsg: 'appsecret missing' },
  missingCode: { errcode: 41008, errmsg: 'missing code' },
  wantsGet: { errcode: 43001, errmsg: 'require GET method' },
  wantsPost: { errcode: 43002, errmsg: 'require POST method' },
  badFormat: { errcode: 47001, errmsg: 'data format error' },
} as const

/** Answers a call of api.weixin.qq.com: HTTP 200 with an errcode for every path that it has. */
export function answerWeixin(wechat: Wechat, request: HttpRequest) {
  const body = route(wechat, request)
  // From memory: the log-in answers its JSON as plain text.
  const isLogin = request.path.startsWith('/sns/')
  const headers = { 'content-type': isLogin ? 'text/plain' : 'application/json; encoding=utf-8' }
  if (body === undefined) return { status: 404, headers, body: '' }
  if ('picture' in body) return { status: 200, headers: { 'content-type': 'image/png' }, body: body.picture }
  const isError = 'errcode' in body && body.errcode !== 0 && 'errmsg' in body
  const answer = isError ? { ...body, errmsg: `${body.errmsg} rid: ${randomBytes(12).toString('hex')}` } : body
  return { status: 200, headers, body: JSON.stringify(answer) }
}

function route(wechat: Wechat, request: HttpRequest) {
  switch (request.path) {
    case '/sns/jscode2session':
      return request.method === 'GET' ? codeToSession(wechat, request.query) : errors.wantsGet
    case '/cgi-bin/stable_token':
      return request.method === 'POST' ? stableToken(wechat, request.rawBody) : errors.wantsPost
    case '/cgi-bin/get_api_domain_ip':
      return request.method === 'GET' ? apiAddresses(wechat, request.query) : errors.wantsGet
    case '/cgi-bin/message/subscribe/send':
      return request.method === 'POST' ? withToken(wechat, request, sendSubscribeMessage) : errors.wantsPost
    default:
      return tokenRoute(wechat, request)
  }
}

type TokenAnswer = { readonly errcode?: number } | { readonly picture: Buffer }

/** Calls that carry an access token and post JSON, by their path. */
const tokenCalls: Readonly<Record<string, (wechat: Wechat, body: object) => TokenAnswer>> = {
  '/wxa/sec/order/upload_shipping_info': uploadShippingInfo,
  '/wxa/sec/order/get_order': getOrder,
  '/wxa/getwxacodeunlimit': unlimitedCode,
  '/wxa/generate_urllink': urlLink,
}

function tokenRoute(wechat: Wechat, { path, method, query, rawBody }: HttpRequest) {
  const call = tokenCalls[path]
  if (call === undefined) return undefined
  if (method !== 'POST') return errors.wantsPost
  const token = query.get('access_token')
  if (!token) return errors.missingToken
  if (!isTokenValid(wechat, token)) return errors.badCredential
  const body = parseJsonObject(rawBody)
  return body === undefined ? errors.badFormat : wechat.store.transaction(() => call(wechat, body))
}

function codeToSession(wechat: Wechat, query: URLSearchParams) {
  const { world, store } = wechat
  const [appId, secret, code] = [query.get('appid'), query.get('secret'), query.get('js_code')]
  if (!appId) return errors.missingAppId
  if (!secret) return errors.missingSecret
  if (!code) return errors.missingCode
  if (query.get('grant_type') !== 'authorization_code') return errors.badGrantType
  if (appId !== world.appId) return errors.badAppId
  if (secret !== world.appSecret) return errors.badSecret
  const issued = store.loginCodes.get(code)
  const user = issued && store.users.get(issued.name)
  if (issued === undefined || user === undefined) return errors.badCode
  if (isTooFrequent(wechat, user.openid)) return errors.tooFrequent
  if (issued.used) return errors.codeUsed
  if (wechat.now().getTime() >= issued.issuedAtMs + loginCodeLifeMs) return errors.badCode
  store.loginCodes.put(code, { ...issued, used: true })
  return { openid: user.openid, session_key: randomBytes(16).toString('base64'), unionid: user.unionid }
}

/** Log-ins of one user in a minute. */
const loginsPerMinuteMax = 100
const minuteMs = 60_000

/** Counts the call, also one that is refused for its code. */
function isTooFrequent({ rates, faults, now }: Wechat, openid: string): boolean {
  const nowMs = now().getTime()
  const key = `login ${openid}`
  if (faults.get().limitsRates && rates.count(key, nowMs, minuteMs) >= loginsPerMinuteMax) return true
  rates.note(key, nowMs, minuteMs)
  return false
}

const tokenRequest = z.object({
  grant_type: z.string(),
  appid: z.string(),
  secret: z.string(),
  force_refresh: z.boolean().optional(),
})

function stableToken(wechat: Wechat, rawBody: Buffer) {
  const parsed = tokenRequest.safeParse(parseJsonObject(rawBody))
  if (!parsed.success) return errors.badFormat
  const { grant_type, appid, secret, force_refresh } = parsed.data
  if (grant_type !== 'client_credential') return errors.badGrantType
  if (appid !== wechat.world.appId) return errors.badAppId
  if (secret !== wechat.world.appSecret) return errors.badSecret
  return issueToken(wechat, force_refresh ?? false)
}

/** A call with JSON that needs a token. */
function withToken<Answer>(wechat: Wechat, request: HttpRequest, answer: (wechat: Wechat, body: object) => Answer) {
  const token = request.query.get('access_token')
  if (!token) return errors.missingToken
  if (!isTokenValid(wechat, token)) return errors.badCredential
  const body = parseJsonObject(request.rawBody)
  return body === undefined ? errors.badFormat : wechat.store.transaction(() => answer(wechat, body))
}

/** A harmless call that needs a token, so that the life of tokens can be observed. */
function apiAddresses(wechat: Wechat, query: URLSearchParams) {
  const token = query.get('access_token')
  if (!token) return errors.missingToken
  return isTokenValid(wechat, token) ? { ip_list: ['127.0.0.1'] } : errors.badCredential
}
