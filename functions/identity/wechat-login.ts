import * as z from 'zod'
import { pauseWithJitter } from '../shared/pause-with-jitter.ts'
import { type WechatAppConfig, WechatUnavailable } from '../shared/wechat-app.ts'

/** login_code_invalid: expired, used or another app's; the mini-program calls `wx.login` for a new one. */
export type LoginRefusal = { readonly code: 'login_code_invalid' | 'login_blocked' | 'login_too_frequent' }

export type LoginExchange =
  | { readonly ok: true; readonly openid: string; readonly unionid?: string }
  | { readonly ok: false; readonly refusal: LoginRefusal }

export type WechatLogin = {
  /**
   * Turns a code of `wx.login` (single use, 5 min) into the person's ids. Throws WechatUnavailable when WeChat is busy or
   * does not answer, and an Error for a code of ours to mend (a wrong app id or secret).
   */
  readonly exchangeCode: (code: string) => Promise<LoginExchange>
}

export type WechatLoginEffects = {
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Waits before the retry of this number (1, 2). */
  readonly pause?: (retry: number) => Promise<void>
  readonly timeoutMs?: number
}

const attemptTimeoutMs = 3_000
const attemptsMax = 3

const busyCode = -1
/** 40163 (used) and 41008 (missing) come from memory, not from a document. */
const refusals: Readonly<Record<number, LoginRefusal['code']>> = {
  40029: 'login_code_invalid',
  40163: 'login_code_invalid',
  41008: 'login_code_invalid',
  40226: 'login_blocked',
  45011: 'login_too_frequent',
}

/** A success need not have an `errcode`. `session_key` is not in the shape, so it ends here. */
const answer = z.object({
  errcode: z.int().default(0),
  openid: z.string().min(1).max(128).optional(),
  unionid: z.string().min(1).max(128).optional(),
})
type Answer = z.output<typeof answer>

export function createWechatLogin(config: WechatAppConfig, effects: WechatLoginEffects = {}): WechatLogin {
  return {
    async exchangeCode(code) {
      const url = exchangeUrl(config, code)
      for (let retry = 0; retry < attemptsMax; retry += 1) {
        if (retry > 0) await (effects.pause ?? pauseWithJitter)(retry)
        const given = await ask(url, effects)
        if (given && given.errcode !== busyCode) return toExchange(given)
      }
      throw new WechatUnavailable(`WeChat gave no answer to a login in ${attemptsMax} attempts`)
    },
  }
}

function exchangeUrl({ baseUrl, appId, appSecret }: WechatAppConfig, code: string): string {
  const query = { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' }
  return `${new URL('/sns/jscode2session', baseUrl)}?${new URLSearchParams(query)}`
}

/** One attempt; undefined for no answer. What the network throws is dropped: it may quote the URL, which holds the secret. */
async function ask(url: string, effects: WechatLoginEffects): Promise<Answer | undefined> {
  try {
    const signal = AbortSignal.timeout(effects.timeoutMs ?? attemptTimeoutMs)
    const response = await (effects.fetch ?? fetch)(url, { redirect: 'error', signal })
    if (!response.ok) return undefined
    // The body is JSON, under `text/plain`.
    return answer.safeParse(JSON.parse(await response.text())).data
  } catch {
    return undefined
  }
}

function toExchange({ errcode, openid, unionid }: Answer): LoginExchange {
  const refusal = refusals[errcode]
  if (refusal) return { ok: false, refusal: { code: refusal } }
  if (errcode !== 0 || !openid) throw new Error(`WeChat answered a login with errcode ${errcode}`)
  return { ok: true, openid, ...(unionid ? { unionid } : {}) }
}
