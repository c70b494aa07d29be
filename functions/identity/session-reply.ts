import * as z from 'zod'
import { accessUntil, type Session } from '../../domain/identity/session.ts'
import { CustomerId } from '../../domain/shared/ids.ts'
import { Moment } from '../../domain/shared/time.ts'
import type { IdentityContext } from './identity-context.ts'

/** What a phone keeps of a session. */
export const SessionReply = z.object({
  customerId: CustomerId,
  /** Goes into the header `Authorization: Bearer …`. */
  accessToken: z.string(),
  /** Good for one refresh. */
  refreshToken: z.string(),
  /** End of the access token. */
  expiresAt: Moment,
})

/** Signs an access token of the session, and gives its current refresh token. */
export async function sessionReply({ sessions }: IdentityContext, session: Session, now: string) {
  const { customerId, sessionId, generation } = session
  return {
    customerId,
    accessToken: await sessions.sign({ customerId, sessionId, now }),
    refreshToken: sessions.refreshToken(sessionId, generation),
    expiresAt: accessUntil(now),
  }
}
