import * as z from 'zod'
import { refreshSession as decideRefresh } from '../../domain/identity/refresh-session.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import type { IdentityContext } from './identity-context.ts'
import { identityRefusals } from './refusals.ts'
import { SessionReply, sessionReply } from './session-reply.ts'
import { loadSession, sessionWrites } from './session-store.ts'
import { readRefreshToken, refreshHash } from './session-tokens.ts'

/** Ours have 84 to 92 characters. */
const refreshTokenLengthMax = 128

const invalid = {
  ok: false,
  refusal: { code: 'refresh_token_invalid', field: 'body.refreshToken' },
} as const

export const refreshSession = endpoint(
  {
    summary: 'Gives a new access token and a new refresh token for the refresh token; the old one is used up.',
    body: z.strictObject({ refreshToken: z.string().min(1).max(refreshTokenLengthMax) }),
    reply: SessionReply,
    status: 200,
    refusals: pick(identityRefusals, 'refresh_token_invalid'),
  },
  async ({ body: { refreshToken } }, context: IdentityContext) => {
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
    return { ok: true, reply: await sessionReply(context, answer.reply, now) }
  },
)
