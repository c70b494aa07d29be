import { createHash, createHmac, createPrivateKey, hkdfSync, type JsonWebKey } from 'node:crypto'
import { SignJWT } from 'jose'
import * as z from 'zod'
import { accessUntil } from '../../domain/identity/session.ts'
import { SessionId } from '../../domain/shared/ids.ts'

export const tokenIssuer = 'huitou'
export const tokenAudience = 'huitou-api'
export const tokenAlgorithm = 'EdDSA'

/** An Ed25519 key as a JWK. */
export const PublicJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })
export const PrivateJwk = PublicJwk.extend({ d: z.string() })
/** What the secret `SESSION_SECRET_ARN` holds. */
export const SessionSecret = z.object({ privateJwk: PrivateJwk })

export type SessionTokens = {
  /** An access token of that session, good from `now` for `accessTokenMinutes`. */
  sign(about: { readonly customerId: string; readonly sessionId: string; readonly now: string }): Promise<string>
  /**
   * The refresh token of a session and generation, always the same one. So a lost answer can be given again, and an old
   * token is told from a made-up one, though only the hash of the current one is stored.
   */
  refreshToken(sessionId: string, generation: number): string
}

/** Tokens signed by an Ed25519 key. Refresh tokens come from a second key that is derived from it. */
export function createSessionTokens(privateJwk: z.infer<typeof PrivateJwk>): SessionTokens {
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' })
  const refreshKey = Buffer.from(hkdfSync('sha256', Buffer.from(privateJwk.d, 'base64url'), '', 'huitou refresh', 32))
  return {
    sign: ({ customerId, sessionId, now }) =>
      new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: tokenAlgorithm, typ: 'JWT' })
        .setIssuer(tokenIssuer)
        .setAudience(tokenAudience)
        .setSubject(customerId)
        .setIssuedAt(new Date(now))
        .setExpirationTime(new Date(accessUntil(now)))
        .sign(key),
    refreshToken(sessionId, generation) {
      const name = `${sessionId}.${generation}`
      return `${name}.${createHmac('sha256', refreshKey).update(name).digest('base64url')}`
    },
  }
}

const refreshTokenParts = /^(ses_[0-9A-Z]{26})\.([1-9]\d{0,8})\.[\w-]{43}$/

/** What a refresh token claims to be; undefined for a text that is none. */
export function readRefreshToken(token: string): { sessionId: SessionId; generation: number } | undefined {
  const parts = refreshTokenParts.exec(token)
  const sessionId = SessionId.safeParse(parts?.[1]).data
  return sessionId === undefined ? undefined : { sessionId, generation: Number(parts?.[2]) }
}

/** What is stored of a refresh token. */
export const refreshHash = (token: string): string => createHash('sha256').update(token).digest('base64url')
