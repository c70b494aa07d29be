import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { addMinutes } from '../shared/time.ts'
import { refreshGraceMinutes, refreshUntil, type Session, type SessionEvent } from './session.ts'

export type RefreshSession = {
  readonly presented: {
    /** As the token claims. */
    readonly generation: number
    /** SHA-256 of the token. */
    readonly hash: string
    /** SHA-256 of the token that was issued for that session and generation. */
    readonly issuedHash: string
  }
  /** SHA-256 of the token that follows the session's current one. */
  readonly nextHash: string
}

/**
 * Rotates the refresh token: `session_refreshed`. Within `refreshGraceMinutes` the token before the current one makes no
 * event: the caller gets the current one again. Any older one that was issued once ends the session (`session_revoked`):
 * either the presenter or the one who has the newer token is a thief.
 * Refuses `refresh_token_invalid`: expired, revoked, or never issued. A made-up token does not end the session, or
 * whoever knows a session's id could log its customer out.
 */
export function refreshSession(
  session: Session | undefined,
  command: RefreshSession,
  now: string,
): Decision<SessionEvent, Refusal<'refresh_token_invalid'>> {
  const { presented, nextHash } = command
  const invalid = refused('refresh_token_invalid', 'body.refreshToken')
  if (session?.status !== 'active' || now >= refreshUntil(session)) return invalid
  if (presented.generation === session.generation)
    return presented.hash === session.refreshHash
      ? decided({ type: 'session_refreshed', at: now, refreshHash: nextHash })
      : invalid
  if (presented.generation > session.generation || presented.hash !== presented.issuedHash) return invalid
  const isRetry = presented.generation === session.generation - 1 && now <= graceUntil(session)
  return isRetry ? decided() : decided({ type: 'session_revoked', at: now, reason: 'reused' })
}

const graceUntil = (session: Session): string => addMinutes(session.rotatedAt, refreshGraceMinutes)

/** Ends the session. One that has ended already makes no event. */
export const logOut = (session: Session, now: string): readonly SessionEvent[] =>
  session.status === 'active' ? [{ type: 'session_revoked', at: now, reason: 'logged_out' }] : []
