import { randomBytes } from 'node:crypto'
import type { Notification } from './records.ts'
import { endDueRefunds } from './refunds.ts'
import { type SigningKey, signedHeaders } from './signature.ts'
import { endDueTransfers } from './transfers.ts'
import type { Wechat } from './wechat.ts'

/** Pauses between attempts in seconds, 24 h 4 min in all: the first attempt comes at once, then up to fifteen more. */
export const retryPausesSeconds = [
  15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600,
] as const

const repeated = (seconds: number, times: number) => Array.from({ length: times }, () => seconds)
/** Those of transfers have pauses of their own. */
const transferRetryPausesSeconds = [...repeated(15, 10), ...repeated(300, 10), ...repeated(1_800, 44)]

const pausesOf = (eventType: string): readonly number[] =>
  eventType.startsWith('MCHTRANSFER.') ? transferRetryPausesSeconds : retryPausesSeconds

/** The receiver must have answered by then. */
export const answerTimeoutMs = 5_000
const concurrentAttemptsMax = 50
const staleByMs = 600_000
const probePrefix = 'WECHATPAY/SIGNTEST/'
const unknownSerial = `PUB_KEY_ID_${'9'.repeat(32)}`

type Send = (notification: Notification, headers: Record<string, string>) => Promise<number>

/** Sends queued notifications when the clock says so, and repeats those that were not acknowledged by 200 or 204. */
export function createNotifier(wechat: Wechat, timeoutMs: number = answerTimeoutMs) {
  const running = new Map<string, Promise<void>>()
  const turns = new Set<Promise<void>>()
  const closing = new AbortController()

  const send: Send = (notification, headers) => post(notification, headers, timeoutMs, closing.signal)
  const start = (notification: Notification): Promise<void> => {
    const attempt = attemptOnce(wechat, notification, send, closing.signal).finally(() =>
      running.delete(notification.id),
    )
    running.set(notification.id, attempt)
    return attempt
  }
  const turn = async () => {
    endDueRefunds(wechat)
    endDueTransfers(wechat)
    const atMs = wechat.now().getTime()
    while (!closing.signal.aborted) {
      const due = wechat.store.notifications.due(atMs, concurrentAttemptsMax)
      if (due.length === 0) return
      await Promise.all(due.map((notification) => running.get(notification.id) ?? start(notification)))
    }
  }
  return {
    /** Ends due refunds, sends what is due by the clock as it stands now, and resolves when those attempts have ended. */
    async deliverDue(): Promise<void> {
      if (closing.signal.aborted) return
      const current = turn()
      turns.add(current)
      await current.finally(() => turns.delete(current))
    },
    /** Breaks off the attempts on their way, which then count as not made. */
    async stop(): Promise<void> {
      closing.abort()
      await Promise.allSettled(turns)
    },
  }
}

async function attemptOnce(
  wechat: Wechat,
  notification: Notification,
  send: Send,
  closing: AbortSignal,
): Promise<void> {
  const { faults, store } = wechat
  const startedAtMs = wechat.now().getTime()
  let probesAccepted = notification.probesAccepted
  if (faults.strikes('signProbes')) {
    const status = await send(notification, probeHeaders(wechat, startedAtMs, notification.body))
    if (isAcknowledged(status)) {
      probesAccepted += 1
      wechat.log(`wechat: ${notification.url} accepted a wrongly signed probe`)
    }
  }
  const headers = attemptHeaders(wechat, startedAtMs, notification.body)
  const copies = faults.strikes('notificationsDoubled') ? 2 : 1
  const statuses = await Promise.all(Array.from({ length: copies }, () => send(notification, headers())))
  if (closing.aborted) return
  const attempts = notification.attempts + 1
  const pauseSeconds = pausesOf(notification.eventType)[notification.attempts]
  const { nextAtMs: _was, ...rest } = notification
  const ended = { ...rest, attempts, probesAccepted, lastStatus: statuses.find(isAcknowledged) ?? statuses[0] ?? 0 }
  const link = notification.outTradeNo
  wechat.log(`wechat: ${notification.eventType} of ${link}, attempt ${attempts} → ${ended.lastStatus || 'no answer'}`)
  if (statuses.some(isAcknowledged)) {
    store.notifications.put(notification.id, { ...ended, status: 'delivered' }, { link })
  } else if (pauseSeconds === undefined) {
    store.notifications.put(notification.id, { ...ended, status: 'given_up' }, { link })
  } else {
    const dueMs = startedAtMs + pauseSeconds * 1000
    store.notifications.put(notification.id, { ...ended, status: 'pending', nextAtMs: dueMs }, { link, dueMs })
  }
}

/** Headers of one attempt, made anew for each copy; the faults of this attempt are decided once. */
function attemptHeaders(wechat: Wechat, startedAtMs: number, body: string): () => Record<string, string> {
  const { faults, world } = wechat
  const atMs = faults.strikes('staleTimestamps') ? startedAtMs - staleByMs : startedAtMs
  const serial = faults.strikes('unknownSerials') ? { 'wechatpay-serial': unknownSerial } : {}
  return () => ({ ...signedHeaders(world, notifyingKey(wechat), atMs, body), ...serial })
}

function notifyingKey({ faults }: Wechat): SigningKey {
  return faults.get().signWith === 'platform' ? 'platform' : 'public-key'
}

function probeHeaders(wechat: Wechat, atMs: number, body: string): Record<string, string> {
  const headers = signedHeaders(wechat.world, notifyingKey(wechat), atMs, body)
  return { ...headers, 'wechatpay-signature': `${probePrefix}${randomBytes(256).toString('base64')}` }
}

/** Posts once and answers the status, 0 when there was none in time. */
async function post(
  { url, body }: Notification,
  headers: Record<string, string>,
  timeoutMs: number,
  closing: AbortSignal,
): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: '*/*', 'user-agent': 'Mozilla/4.0' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), closing]),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

function isAcknowledged(status: number): boolean {
  return status === 200 || status === 204
}
