import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { type CallFault, createFaults, type Faults } from './faults.ts'
import { type HttpAnswer, type HttpRequest, listen } from './http-server.ts'
import { answerWeixin } from './login.ts'
import { createNotifier } from './notifier.ts'
import { answerPay } from './pay-api.ts'
import { answerPhone } from './phone.ts'
import { answerScan, type MiniProgram } from './phone-scan.ts'
import { createRates } from './rates.ts'
import { openStore } from './store.ts'
import type { Wechat } from './wechat.ts'
import { boundSubMchids, type WechatWorld } from './world.ts'

/** How often the server looks for due notifications and refunds by itself, in real time. */
const tickMs = 1_000
/** How often an answer that waits for the clock looks at it, in real time. */
const clockPollMs = 10

type Effect = CallFault['effect']

export type RunningWechat = {
  readonly baseUrl: string
  readonly world: WechatWorld
  /** Sends what is due by the clock and resolves when those attempts have ended. */
  deliverDue(): Promise<void>
  setFaults(changes: Partial<Faults>): void
  /** Tells the phones where the back end of the shop's mini-program is. */
  connectMiniProgram(apiUrl: string): void
  close(): Promise<void>
}

/**
 * Starts one server on 127.0.0.1 that plays api.weixin.qq.com, api.mch.weixin.qq.com and, under `/phone`, the phone.
 * With a `folder` its state outlives the process. `now` is the only clock of the protocol; the five seconds that a
 * receiver has to answer are real ones (`answerTimeoutMs`).
 */
export async function startWechat(options: {
  port?: number
  folder?: string
  now: () => Date
  world: WechatWorld
  log?: (line: string) => void
  answerTimeoutMs?: number
}): Promise<RunningWechat> {
  const { world, now, log = () => undefined } = options
  const wechat: Wechat = {
    world,
    now,
    log,
    store: openStore(options.folder),
    faults: createFaults(),
    rates: createRates(),
  }
  for (const subMchid of boundSubMchids) wechat.store.subMerchants.put(subMchid, { subMchid })
  const notifier = createNotifier(wechat, options.answerTimeoutMs)
  const deliverInBackground = () => {
    notifier.deliverDue().catch((error: unknown) => log(`wechat: notifier failed: ${String(error)}`))
  }
  const miniProgram: MiniProgram = { apiUrl: undefined }
  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    if (request.path === '/phone/scan') return answerScan(wechat, miniProgram, request)
    const result = await answerWithFaults(wechat, request)
    if (request.path === '/phone/pay') deliverInBackground()
    return result
  }
  const server = await listen(options.port ?? 0, answer, log)
  const timer = setInterval(deliverInBackground, tickMs)
  return {
    baseUrl: `http://127.0.0.1:${portOf(server)}`,
    world,
    deliverDue: notifier.deliverDue,
    setFaults: wechat.faults.set,
    connectMiniProgram: (apiUrl) => {
      miniProgram.apiUrl = apiUrl
    },
    close: async () => {
      clearInterval(timer)
      await Promise.all([stop(server), notifier.stop()])
      wechat.store.close()
    },
  }
}

/** An `errcode` stands before the call, a `status` too unless it says otherwise; every other fault after its effect. */
async function answerWithFaults(wechat: Wechat, request: HttpRequest): Promise<HttpAnswer> {
  if (request.path === '/phone' || request.path.startsWith('/phone/')) return answerPhone(wechat, request)
  const effect = wechat.faults.ofCall(request.path)
  if (effect?.kind === 'errcode') return errcodeAnswer(effect.errcode)
  if (effect?.kind === 'refusal') return refusalAnswer(effect)
  if (effect?.kind === 'status' && !effect.afterCommit) return statusAnswer(effect.status)
  const right = request.path.startsWith('/v3/') ? answerPay(wechat, request) : answerWeixin(wechat, request)
  return effect === undefined ? right : spoil(wechat, effect, right)
}

async function spoil(
  { now }: Wechat,
  effect: Exclude<Effect, { kind: 'errcode' | 'refusal' }>,
  right: HttpAnswer,
): Promise<HttpAnswer> {
  switch (effect.kind) {
    case 'status':
      return statusAnswer(effect.status)
    case 'lost_answer':
      return 'cut'
    case 'slow_by_clock': {
      const untilMs = now().getTime() + effect.delayMs
      while (now().getTime() < untilMs) await delay(clockPollMs, undefined, { ref: false })
      return right
    }
    case 'slow':
      await delay(effect.delayMs, undefined, { ref: false })
      return right
  }
}

function errcodeAnswer(errcode: number): HttpAnswer {
  const body = JSON.stringify({ errcode, errmsg: errcode === -1 ? 'system error' : 'error' })
  return { status: 200, headers: { 'content-type': 'text/plain' }, body }
}

function refusalAnswer({ status, code }: Extract<Effect, { kind: 'refusal' }>): HttpAnswer {
  const body = JSON.stringify({ code, message: '业务拒绝' })
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body }
}

/** Like an answer of the gateway in front: not signed, and without JSON for 502 and 503. */
function statusAnswer(status: number): HttpAnswer {
  if (status === 502 || status === 503) {
    return { status, headers: { 'content-type': 'text/html' }, body: `<html><body>${status}</body></html>` }
  }
  const code = status === 429 ? 'FREQUENCY_LIMITED' : 'SYSTEM_ERROR'
  const body = JSON.stringify({ code, message: status === 429 ? '频率超限' : '系统繁忙，请稍后再试' })
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body }
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen on a port')
  return address.port
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)))
    server.closeAllConnections()
  })
}
