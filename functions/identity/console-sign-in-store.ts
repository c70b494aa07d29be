import {
  ConsoleSignIn,
  type ConsoleSignInEvent,
  evolveSignIn,
  signInEndsAt,
} from '../../domain/identity/console-sign-in.ts'
import { assert } from '../../domain/shared/decision.ts'
import { parseItem } from '../shared/event-log.ts'
import { expirySeconds } from '../shared/expiry-seconds.ts'
import type { Reader, Write } from '../shared/storage.ts'

const signInKey = (signInId: string) =>
  ({ table: 'identity', pk: `CONSOLE_SIGN_IN#${signInId}`, sk: 'CONSOLE_SIGN_IN' }) as const

/** The sign-in of that id; undefined when there is none, or none any more. */
export const loadSignIn = async (db: Reader, signInId: string): Promise<ConsoleSignIn | undefined> =>
  parseItem(ConsoleSignIn, await db.get(signInKey(signInId)))

/** The sign-in after the events and the writes that keep it, for the table's sweep to drop: it is over in minutes. */
export function signInWrites(
  before: ConsoleSignIn | undefined,
  events: readonly ConsoleSignInEvent[],
): { readonly signIn: ConsoleSignIn; readonly writes: Write[] } {
  const signIn = events.reduce<ConsoleSignIn | undefined>(evolveSignIn, before)
  assert(signIn !== undefined, 'a sign-in was read or is begun')
  if (events.length === 0) return { signIn, writes: [] }
  const expiresAt = expirySeconds(signInEndsAt(signIn))
  const write = { name: 'console sign-in', key: signInKey(signIn.signInId), attributes: { ...signIn, expiresAt } }
  return {
    signIn,
    writes: [before ? { kind: 'replace', ...write, atVersion: before.version } : { kind: 'create', ...write }],
  }
}
