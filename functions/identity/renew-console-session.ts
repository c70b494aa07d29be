import { endpoint, pick } from '../shared/http/endpoint.ts'
import { ConsoleSession, consoleReply, refreshTokenOf } from './console-session.ts'
import type { IdentityContext } from './identity-context.ts'
import { identityRefusals } from './refusals.ts'
import { renewSession } from './renew-session.ts'

const ended = { ok: false, refusal: { code: 'console_session_ended' } } as const

export const renewConsoleSession = endpoint(
  {
    summary: 'A new access token for the console, by the cookie of its session; the cookie gets a new refresh token.',
    reply: ConsoleSession,
    status: 200,
    refusals: pick(identityRefusals, 'console_session_ended'),
  },
  async ({ raw }, context: IdentityContext) => {
    const refreshToken = refreshTokenOf(raw.cookies)
    const renewed = refreshToken === undefined ? undefined : await renewSession(context, refreshToken)
    if (!renewed?.ok) return ended
    const { session, cookies } = consoleReply(renewed.reply)
    return { ok: true, reply: session, cookies }
  },
)
