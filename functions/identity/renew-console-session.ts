import * as z from 'zod'
import { endpoint } from '../shared/http/endpoint.ts'
import { ConsoleSession, consoleReply, noSessionCookie, refreshTokenOf } from './console-session.ts'
import type { IdentityContext } from './identity-context.ts'
import { renewSession } from './renew-session.ts'

export const renewConsoleSession = endpoint(
  {
    summary:
      'A new access token for the console, by the cookie of its session; the cookie gets a new refresh token. Null where nobody is signed in, or no longer.',
    reply: z.object({ session: ConsoleSession.nullable() }),
    status: 200,
    refusals: {},
  },
  async ({ raw }, context: IdentityContext) => {
    const refreshToken = refreshTokenOf(raw.cookies)
    // A page asks before it knows: that nobody is signed in is no error.
    if (refreshToken === undefined) return { ok: true, reply: { session: null } }
    const renewed = await renewSession(context, refreshToken)
    if (!renewed.ok) return { ok: true, reply: { session: null }, cookies: [noSessionCookie] }
    const { session, cookies } = consoleReply(renewed.reply)
    return { ok: true, reply: { session }, cookies }
  },
)
