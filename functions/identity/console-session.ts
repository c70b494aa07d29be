import type * as z from 'zod'
import { refreshTokenDays } from '../../domain/identity/session.ts'
import { SessionReply } from './session-reply.ts'

/** A session as the console's page has it: the refresh token is not for scripts, it goes into a cookie. */
export const ConsoleSession = SessionReply.omit({ refreshToken: true })

const cookieName = 'huitou_console'
const daySeconds = 24 * 60 * 60
/** Sent to these endpoints only, by this site's own pages only, never shown to a script, never in the clear. */
const attributes = 'Path=/v1/console-session; HttpOnly; Secure; SameSite=Strict'

const sessionCookie = (refreshToken: string): string =>
  `${cookieName}=${refreshToken}; ${attributes}; Max-Age=${refreshTokenDays * daySeconds}`

/** Takes the cookie away. */
export const noSessionCookie = `${cookieName}=; ${attributes}; Max-Age=0`

/** The refresh token of a request's cookies. */
export function refreshTokenOf(cookies: readonly string[] | undefined): string | undefined {
  const found = cookies?.find((cookie) => cookie.startsWith(`${cookieName}=`))
  return found?.slice(cookieName.length + 1)
}

/** What the page gets, and what its cookie gets. */
export function consoleReply({ refreshToken, ...session }: z.input<typeof SessionReply>) {
  return { session, cookies: [sessionCookie(refreshToken)] }
}
