import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { CustomerId, SessionId } from '../shared/ids.ts'
import { addDays, addMinutes, Moment } from '../shared/time.ts'

/** A stolen access token is of use for so long at most; after it a phone refreshes, which costs one request. */
export const accessTokenMinutes = 120
/** A person who does not come back for so long logs in again, which in WeChat needs no typing. */
export const refreshTokenDays = 30
/**
 * How long the token before the current one may still be presented, and gets the same successor again. A phone may lose
 * the answer in a tunnel and ask again, or two pages may refresh at once; a thief's use of an old token comes later.
 */
export const refreshGraceMinutes = 1

const fields = {
  sessionId: SessionId,
  customerId: CustomerId,
  createdAt: Moment,
  /** Which refresh token is the current one; the first has 1. */
  generation: z.int().min(1),
  /** SHA-256 of the current refresh token. The token itself is nowhere. */
  refreshHash: z.string(),
  /** When the current refresh token was issued. */
  rotatedAt: Moment,
  version: z.int().min(1),
}

export const Session = z.discriminatedUnion('status', [
  z.object({ status: z.literal('active'), ...fields }),
  z.object({ status: z.literal('revoked'), ...fields, revokedAt: Moment, reason: z.enum(['logged_out', 'reused']) }),
])
export type Session = z.infer<typeof Session>

/** Until when the current refresh token may be presented. */
export const refreshUntil = (session: Session): string => addDays(session.rotatedAt, refreshTokenDays)
/** When an access token signed at `now` ends. */
export const accessUntil = (now: string): string => addMinutes(now, accessTokenMinutes)

export type SessionEvent =
  | {
      readonly type: 'session_opened'
      readonly at: string
      readonly sessionId: SessionId
      readonly customerId: CustomerId
      readonly refreshHash: string
    }
  | { readonly type: 'session_refreshed'; readonly at: string; readonly refreshHash: string }
  /** reused: an old refresh token was presented, so somebody has a copy. */
  | { readonly type: 'session_revoked'; readonly at: string; readonly reason: 'logged_out' | 'reused' }

/** The session after one more event. */
export function evolveSession(session: Session | undefined, event: SessionEvent): Session {
  switch (event.type) {
    case 'session_opened': {
      assert(session === undefined, 'a session opens once')
      const { type: _, at, ...opened } = event
      return { status: 'active', ...opened, createdAt: at, rotatedAt: at, generation: 1, version: 1 }
    }
    case 'session_refreshed': {
      assert(session?.status === 'active', 'only an active session is refreshed')
      const { refreshHash, at: rotatedAt } = event
      const { generation, version } = session
      return { ...session, refreshHash, rotatedAt, generation: generation + 1, version: version + 1 }
    }
    case 'session_revoked': {
      assert(session?.status === 'active', 'only an active session is revoked')
      const { at: revokedAt, reason } = event
      return { ...session, status: 'revoked', revokedAt, reason, version: session.version + 1 }
    }
  }
}
