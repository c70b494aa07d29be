import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { toBeijingTime } from './beijing-time.ts'
import { faults } from './faults.ts'
import { type HttpRequest, matchPath, parseJsonObject } from './http-server.ts'
import { showMessages, subscribe } from './phone-messages.ts'
import { phonePage } from './phone-page.ts'
import { payWithPhone } from './phone-pay.ts'
import { type PhoneReply, parsePhoneBody, phoneRefusal } from './phone-reply.ts'
import { confirmOnPhone, showTransfers } from './phone-transfer.ts'
import type { Wechat } from './wechat.ts'

type PhoneCall = { readonly wechat: Wechat; readonly params: Readonly<Record<string, string>>; readonly body: unknown }
type PhoneRoute = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly handle: (call: PhoneCall) => PhoneReply
}

const name = z.string().trim().min(1).max(64)
const listMax = 200

const routes: readonly PhoneRoute[] = [
  { method: 'POST', path: '/phone/users', handle: addUser },
  { method: 'POST', path: '/phone/login-code', handle: issueLoginCode },
  { method: 'POST', path: '/phone/pay', handle: ({ wechat, body }) => payWithPhone(wechat, body) },
  { method: 'POST', path: '/phone/transfers/confirm', handle: ({ wechat, body }) => confirmOnPhone(wechat, body) },
  { method: 'POST', path: '/phone/transfers', handle: listTransfers },
  { method: 'POST', path: '/phone/sub-merchants', handle: bindSubMerchant },
  { method: 'GET', path: '/phone/transactions/{outTradeNo}', handle: showTransaction },
  { method: 'POST', path: '/phone/subscriptions', handle: ({ wechat, body }) => subscribe(wechat, body) },
  {
    method: 'GET',
    path: '/phone/messages/{name}',
    handle: ({ wechat, params }) => showMessages(wechat, params.name ?? ''),
  },
  { method: 'GET', path: '/phone/faults', handle: ({ wechat }) => ({ status: 200, body: wechat.faults.get() }) },
  { method: 'POST', path: '/phone/faults', handle: setFaults },
]

export function answerPhone(wechat: Wechat, request: HttpRequest) {
  if (request.method === 'GET' && request.path === '/phone') {
    const headers = { 'content-type': 'text/html; charset=utf-8' }
    const { trades, transfers, users } = wechat.store
    const body = phonePage(users.all(listMax), trades.all(listMax), transfers.all(listMax))
    return { status: 200, headers, body }
  }
  const reply = route(wechat, request)
  return { status: reply.status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(reply.body) }
}

function route(wechat: Wechat, request: HttpRequest): PhoneReply {
  for (const { method, path, handle } of routes) {
    const params = method === request.method ? matchPath(path, request.path) : undefined
    if (params === undefined) continue
    const body = method === 'POST' ? parseJsonObject(request.rawBody) : {}
    if (body === undefined) return phoneRefusal(400, 'invalid_json', 'The body is not a JSON object.')
    return wechat.store.transaction(() => handle({ wechat, params, body }))
  }
  return phoneRefusal(404, 'not_found', 'There is no such control.')
}

function addUser({ wechat, body }: PhoneCall): PhoneReply {
  return parsePhoneBody(z.strictObject({ name }), body, ({ name }) => {
    const { users } = wechat.store
    const known = users.get(name)
    if (known !== undefined) return { status: 200, body: { openid: known.openid } }
    const [openid, unionid] = [`o${randomBytes(20).toString('base64url')}`, `o${randomBytes(20).toString('base64url')}`]
    users.put(name, { name, openid, unionid }, { link: openid })
    return { status: 200, body: { openid } }
  })
}

/** What wx.login gives the mini-program. */
function issueLoginCode({ wechat, body }: PhoneCall): PhoneReply {
  return parsePhoneBody(z.strictObject({ name }), body, ({ name }) => {
    if (wechat.store.users.get(name) === undefined) return phoneRefusal(404, 'unknown_user', 'Nobody has that name.')
    const code = `0${randomBytes(23).toString('base64url')}`
    wechat.store.loginCodes.put(code, { code, name, issuedAtMs: wechat.now().getTime(), used: false })
    return { status: 200, body: { code } }
  })
}

/** What was transferred to somebody. */
function listTransfers({ wechat, body }: PhoneCall): PhoneReply {
  return parsePhoneBody(z.strictObject({ name }), body, ({ name }) => showTransfers(wechat, name))
}

/** Binds a sub-merchant to the service provider, as the onboarding would. */
function bindSubMerchant({ wechat, body }: PhoneCall): PhoneReply {
  const shape = z.strictObject({ subMchid: z.string().regex(/^\d{8,32}$/) })
  return parsePhoneBody(shape, body, ({ subMchid }) => {
    wechat.store.subMerchants.put(subMchid, { subMchid })
    return { status: 200, body: { subMchid } }
  })
}

function setFaults({ wechat, body }: PhoneCall): PhoneReply {
  return parsePhoneBody(faults.partial(), body, (changes) => {
    // A field that was left out is absent here, never undefined, so nothing is reset by accident.
    wechat.faults.set(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)))
    return { status: 200, body: wechat.faults.get() }
  })
}

function showTransaction({ wechat, params }: PhoneCall): PhoneReply {
  const { trades, refunds, notifications } = wechat.store
  const trade = trades.get(params.outTradeNo ?? '')
  if (trade === undefined) return phoneRefusal(404, 'unknown_transaction', 'There is no such transaction.')
  const { request: _request, ...facts } = trade
  return {
    status: 200,
    body: {
      ...facts,
      refunds: refunds.linked(trade.outTradeNo).map(({ request: _same, ...refund }) => refund),
      notifications: notifications.linked(trade.outTradeNo).map(({ body: _sealed, nextAtMs, ...sent }) => ({
        ...sent,
        ...(nextAtMs === undefined ? {} : { nextAt: toBeijingTime(nextAtMs) }),
      })),
    },
  }
}
