import * as z from 'zod'
import type { HttpAnswer, HttpRequest } from './http-server.ts'
import { answerPhone } from './phone.ts'
import { escapeHtml, phoneDocument } from './phone-page.ts'
import type { Wechat } from './wechat.ts'

/** Where the shop's mini-program finds its back end. */
export type MiniProgram = { apiUrl: string | undefined }

const Asked = z.object({ device: z.string(), status: z.string() })
const peopleMax = 200

/**
 * The phone that scans the console's code: a person is chosen, the code is pasted, and what the mini-program then shows is
 * confirmed or refused. It talks to the back end as the mini-program does, with a session of that person's own.
 */
export async function answerScan(wechat: Wechat, { apiUrl }: MiniProgram, request: HttpRequest): Promise<HttpAnswer> {
  const given = request.method === 'POST' ? new URLSearchParams(request.rawBody.toString('utf8')) : request.query
  const [name, code, answer] = ['name', 'code', 'answer'].map((field) => given.get(field)?.trim() ?? '')
  if (!name || !code) return page(form(wechat, code ?? ''))
  if (apiUrl === undefined) return page('<p>没有后台 / There is no back end.</p>')
  const api = connect(apiUrl, await logIn(wechat, apiUrl, name))
  const path = `/v1/console-sign-ins/${encodeURIComponent(code)}`
  if (answer === 'confirmation' || answer === 'refusal') {
    const { ok, message } = await api('POST', `${path}/${answer}`)
    const done = answer === 'refusal' ? '已拒绝 / Refused' : '已登录 / Signed in'
    return page(`<p><strong>${ok ? done : escapeHtml(message)}</strong></p>${form(wechat, '')}`)
  }
  const { ok, message, body } = await api('GET', path)
  return page(ok ? question(name, code, Asked.parse(body)) : `<p>${escapeHtml(message)}</p>${form(wechat, code)}`)
}

function form(wechat: Wechat, code: string): string {
  const people = wechat.store.users.all(peopleMax).map(({ name }) => `<option>${escapeHtml(name)}</option>`)
  return `<form method="get">
<p><label>谁的手机 / Whose phone <select name="name">${people.join('')}</select></label></p>
<p><label>登录编号 / Number under the code <input name="code" size="32" required value="${escapeHtml(code)}"></label></p>
<p><button>扫一扫 / Scan</button></p>
</form>`
}

function question(name: string, code: string, { device, status }: z.infer<typeof Asked>): string {
  const button = (answer: string, text: string) => `<button name="answer" value="${answer}">${text}</button>`
  return `<form method="post">
<p>${escapeHtml(name)}, <strong>${escapeHtml(device)}</strong> 请求登录回头后台 / wants to sign in at Huitou (${escapeHtml(status)}).</p>
<input type="hidden" name="name" value="${escapeHtml(name)}"><input type="hidden" name="code" value="${escapeHtml(code)}">
<p>${button('confirmation', '确认登录 / Confirm')} ${button('refusal', '拒绝 / Refuse')}</p>
</form>`
}

const page = (body: string): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: phoneDocument(`<h1>扫码登录 / Scan to sign in</h1>\n${body}\n<p><a href="/phone">← /phone</a></p>`),
})

/** The access token of a new session, as wx.login and the mini-program get it. */
async function logIn(wechat: Wechat, apiUrl: string, name: string): Promise<string | undefined> {
  const rawBody = Buffer.from(JSON.stringify({ name }))
  const issued = answerPhone(wechat, {
    method: 'POST',
    path: '/phone/login-code',
    target: '/phone/login-code',
    query: new URLSearchParams(),
    headers: {},
    rawBody,
  })
  const session = await connect(apiUrl, undefined)('POST', '/v1/sessions', String(issued.body))
  return z.object({ accessToken: z.string() }).safeParse(session.body).data?.accessToken
}

const Refusal = z.object({ error: z.object({ message: z.string() }) })

const connect = (apiUrl: string, token: string | undefined) => async (method: string, path: string, body?: string) => {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const response = await fetch(`${apiUrl}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
  const parsed: unknown = await response.json().catch(() => undefined)
  const message = Refusal.safeParse(parsed).data?.error.message ?? `HTTP ${response.status}`
  return { ok: response.ok, message, body: parsed }
}
