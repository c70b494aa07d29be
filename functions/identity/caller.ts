import { createPublicKey, type KeyObject } from 'node:crypto'
import { errors, jwtVerify } from 'jose'
import * as z from 'zod'
import { CustomerId, SessionId } from '../../domain/shared/ids.ts'
import type { Identify } from '../shared/http/access.ts'
import { Refused } from '../shared/http/refusals.ts'
import type { Reader } from '../shared/storage.ts'
import { loadSessionAndRole } from './session-store.ts'
import { type PublicJwk, tokenAlgorithm, tokenAudience, tokenIssuer } from './session-tokens.ts'

const Claims = z.object({ sub: CustomerId, sid: SessionId })

/**
 * Establishes who sends a request: verifies the access token, then reads the session and the role in the shop of the
 * path. Refuses `session_expired` for a token that has run out, so that the caller refreshes it, and `unauthenticated`
 * for every other token and for a session that has ended.
 */
export function createIdentify(
  db: Reader,
  publicJwk: z.infer<typeof PublicJwk>,
  operatorIds: ReadonlySet<string>,
  now: () => string,
): Identify {
  const key = createPublicKey({ key: publicJwk, format: 'jwk' })
  return async (token, shopId) => {
    const { sub: customerId, sid: sessionId } = await verify(token, key, now())
    const { session, role } = await loadSessionAndRole(db, { sessionId, customerId, shopId })
    if (session?.status !== 'active' || session.customerId !== customerId)
      throw new Refused('unauthenticated', 'authorization')
    const isOperator = operatorIds.has(customerId)
    return { customerId, sessionId, isOperator, ...(role ? { roleInShop: role.role } : {}) }
  }
}

async function verify(token: string, key: KeyObject, now: string): Promise<z.infer<typeof Claims>> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: tokenIssuer,
      audience: tokenAudience,
      algorithms: [tokenAlgorithm],
      requiredClaims: ['exp'],
      currentDate: new Date(now),
    })
    return Claims.parse(payload)
  } catch (error) {
    throw new Refused(error instanceof errors.JWTExpired ? 'session_expired' : 'unauthenticated', 'authorization')
  }
}
