import { randomBytes } from 'node:crypto'
import { beijingDay } from './beijing-time.ts'
import type { TokenState } from './records.ts'
import type { Wechat } from './wechat.ts'

const tokenLifeMs = 7_200_000
/** In its last five minutes a token is renewed; the old one stays valid to its end. */
const overlapMs = 300_000
const forcedPerDayMax = 20
const forcedSpacingMs = 30_000
const tokenBytes = 96
const stateId = 'stable'

type TokenReply = { readonly access_token: string; readonly expires_in: number }

/** The stable access token: the same one again and again, until it nears its end or a permitted forced refresh. */
export function issueToken({ store, now }: Wechat, force: boolean): TokenReply {
  const nowMs = now().getTime()
  const state = store.tokens.get(stateId)
  const next = renew(state, force, nowMs)
  if (next !== state) store.tokens.put(stateId, next)
  const { token, expiresAtMs } = next.current
  return { access_token: token, expires_in: Math.floor((expiresAtMs - nowMs) / 1000) }
}

function renew(state: TokenState | undefined, force: boolean, nowMs: number): TokenState {
  const fresh = { token: randomBytes(tokenBytes).toString('base64url'), expiresAtMs: nowMs + tokenLifeMs }
  const day = beijingDay(nowMs)
  const forcedToday = state?.forced?.day === day ? state.forced.count : 0
  const isSpaced = state?.forced === undefined || nowMs - state.forced.atMs >= forcedSpacingMs
  if (force && forcedToday < forcedPerDayMax && isSpaced) {
    return { current: fresh, forced: { day, count: forcedToday + 1, atMs: nowMs } }
  }
  if (state === undefined) return { current: fresh }
  return nowMs < state.current.expiresAtMs - overlapMs ? state : { ...state, current: fresh, previous: state.current }
}

/** Whether a token is accepted now. */
export function isTokenValid({ store, now }: Wechat, token: string): boolean {
  const state = store.tokens.get(stateId)
  const nowMs = now().getTime()
  return [state?.current, state?.previous].some((known) => known?.token === token && nowMs < known.expiresAtMs)
}
