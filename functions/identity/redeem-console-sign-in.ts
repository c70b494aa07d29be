import * as z from 'zod'
import { redeemSignIn } from '../../domain/identity/console-sign-in.ts'
import { ConsoleSignInId, SessionId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { ConsoleSession, consoleReply } from './console-session.ts'
import { loadSignIn, signInWrites } from './console-sign-in-store.ts'
import type { IdentityContext } from './identity-context.ts'
import { identityRefusals } from './refusals.ts'
import { sessionReply } from './session-reply.ts'
import { sessionWrites } from './session-store.ts'
import { refreshHash } from './session-tokens.ts'
import { SignInSecret, secretHash } from './sign-in-secret.ts'

export const redeemConsoleSignIn = endpoint(
  {
    summary:
      'Asks whether the phone has confirmed; when it has, opens a session for the page, once. The refresh token goes into a cookie that scripts cannot read.',
    path: z.strictObject({ signInId: ConsoleSignInId }),
    body: z.strictObject({ secret: SignInSecret }),
    reply: z.discriminatedUnion('status', [
      z.object({ status: z.literal('waiting') }),
      z.object({ status: z.literal('signed_in'), session: ConsoleSession }),
    ]),
    status: 200,
    refusals: pick(identityRefusals, 'sign_in_not_found', 'sign_in_refused', 'sign_in_used', 'sign_in_expired'),
  },
  async ({ path, body }, context: IdentityContext) => {
    const now = context.now()
    const sessionId = SessionId.parse(context.newId('session'))
    const answer = await commit(context, async () => {
      const before = await loadSignIn(context.db, path.signInId)
      const decision = redeemSignIn(before, { secretHash: secretHash(body.secret) }, now)
      if (!decision.ok) return { refusal: decision.refusal }
      const { signIn, writes } = signInWrites(before, decision.events)
      if (signIn.status !== 'used') return { reply: undefined }
      const hash = refreshHash(context.sessions.refreshToken(sessionId, 1))
      const { customerId } = signIn
      const opened = { type: 'session_opened', at: now, sessionId, customerId, refreshHash: hash } as const
      const made = sessionWrites(undefined, [opened])
      return { writes: [...writes, ...made.writes], reply: made.session }
    })
    if (!answer.ok) return answer
    if (answer.reply === undefined) return { ok: true, reply: { status: 'waiting' as const } }
    const { session, cookies } = consoleReply(await sessionReply(context, answer.reply, now))
    return { ok: true, reply: { status: 'signed_in' as const, session }, cookies }
  },
)
