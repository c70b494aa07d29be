import { refreshSession as decideRefresh } from '../../domain/identity/refresh-session.ts'
import { commit } from '../shared/commit.ts'
import type { IdentityContext } from './identity-context.ts'
import { sessionReply } from './session-reply.ts'
import { loadSession, sessionWrites } from './session-store.ts'
import { readRefreshToken, refreshHash } from './session-tokens.ts'

const invalid = {
  ok: false,
  refusal: { code: 'refresh_token_invalid', field: 'body.refreshToken' },
} as const

/** Rotates a session's refresh token and signs a new access token. Refuses `refresh_token_invalid`. */
export async function renewSession(context: IdentityContext, refreshToken: string) {
  const claimed = readRefreshToken(refreshToken)
  if (!claimed) return invalid
  const { sessionId, generation } = claimed
  const now = context.now()
  const issued = (at: number) => refreshHash(context.sessions.refreshToken(sessionId, at))
  const presented = { generation, hash: refreshHash(refreshToken), issuedHash: issued(generation) }
  const answer = await commit(context, async () => {
    const before = await loadSession(context.db, sessionId)
    const nextHash = issued((before?.generation ?? 0) + 1)
    const decision = decideRefresh(before, { presented, nextHash }, now)
    if (!decision.ok) return { refusal: decision.refusal }
    const { session, writes } = sessionWrites(before, decision.events)
    return { writes, reply: session }
  })
  if (!answer.ok) return answer
  // A copy of an old token was presented: the session has ended, and who presented it learns no more.
  if (answer.reply.status === 'revoked') return invalid
  return { ok: true, reply: await sessionReply(context, answer.reply, now) } as const
}
