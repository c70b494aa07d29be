import * as z from 'zod'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import type { IdentityContext } from './identity-context.ts'
import { identityRefusals } from './refusals.ts'
import { renewSession } from './renew-session.ts'
import { SessionReply } from './session-reply.ts'

/** Ours have 84 to 92 characters. */
const refreshTokenLengthMax = 128

export const refreshSession = endpoint(
  {
    summary: 'Gives a new access token and a new refresh token for the refresh token; the old one is used up.',
    body: z.strictObject({ refreshToken: z.string().min(1).max(refreshTokenLengthMax) }),
    reply: SessionReply,
    status: 200,
    refusals: pick(identityRefusals, 'refresh_token_invalid'),
  },
  ({ body: { refreshToken } }, context: IdentityContext) => renewSession(context, refreshToken),
)
