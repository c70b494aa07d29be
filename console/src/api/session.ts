import { useSyncExternalStore } from 'react'
import type { Operations } from './generated.ts'
import { send } from './send.ts'

/**
 * Who is signed in. The access token lives in this page's memory only; the refresh token is in a cookie that no script
 * reads and that goes to one path, so that a script from elsewhere, should one ever run here, finds nothing to take away.
 */
export type Session = {
  readonly customerId: string
  readonly accessToken: string
  /** End of the access token. */
  readonly expiresAt: string
}

/** `unknown`: the cookie has not been asked for yet. */
type State = Session | 'signed_out' | 'unknown'

const sessionPath = '/v1/console-session'

let state: State = 'unknown'
const listeners = new Set<() => void>()
let renewal: Promise<boolean> | undefined

function change(next: State): void {
  state = next
  for (const listener of listeners) listener()
}

export const accessToken = (): string | undefined => (typeof state === 'string' ? undefined : state.accessToken)

export const startSession = (session: Session): void => change(session)
export const endSession = (): void => change('signed_out')

/** A session from the cookie. Calls at once share one request, as a refresh token is good for one. */
export function renewSession(usedUp?: string): Promise<boolean> {
  if (usedUp !== undefined && accessToken() !== usedUp) return Promise.resolve(accessToken() !== undefined)
  renewal ??= renew().finally(() => {
    renewal = undefined
  })
  return renewal
}

async function renew(): Promise<boolean> {
  try {
    const response = await send('POST', sessionPath)
    const { session }: Operations['renew-console-session']['reply'] = await response.json()
    if (session === null) return giveUp()
    startSession(session)
    return true
  } catch {
    return giveUp()
  }
}

function giveUp(): false {
  endSession()
  return false
}

/** Ends the session everywhere, and this page's part in it whatever the server says. */
export async function signOut(): Promise<void> {
  const token = accessToken()
  endSession()
  await send('DELETE', sessionPath, { accessToken: token }).catch(() => undefined)
}

export function useSession(): State {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
}
