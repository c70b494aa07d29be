import { accessUntil, evolveSession, refreshUntil, Session, type SessionEvent } from '../../domain/identity/session.ts'
import { assert } from '../../domain/shared/decision.ts'
import { parseItem } from '../shared/event-log.ts'
import { expirySeconds } from '../shared/expiry-seconds.ts'
import type { Reader, Write } from '../shared/storage.ts'
import { Role, roleKey } from './role-store.ts'

const sessionKey = (sessionId: string) => ({ table: 'identity', pk: `SESSION#${sessionId}`, sk: 'SESSION' }) as const

/** The session of that id; undefined when there is none, or none any more. */
export const loadSession = async (db: Reader, sessionId: string): Promise<Session | undefined> =>
  parseItem(Session, await db.get(sessionKey(sessionId)))

/** What every authorised request needs, in one read: the session, and the customer's role in the shop concerned. */
export async function loadSessionAndRole(
  db: Reader,
  about: { readonly sessionId: string; readonly customerId: string; readonly shopId: string | undefined },
): Promise<{ readonly session: Session | undefined; readonly role: Role | undefined }> {
  const { sessionId, customerId, shopId } = about
  const roleKeys = shopId === undefined ? [] : [roleKey(customerId, shopId)]
  const [session, role] = await db.getMany([sessionKey(sessionId), ...roleKeys])
  return { session: parseItem(Session, session), role: parseItem(Role, role) }
}

/** The session after the events and the writes that keep it. They are not recorded one by one: a session ends, and an
 *  item for each refresh would outlive its use. */
export function sessionWrites(
  before: Session | undefined,
  events: readonly SessionEvent[],
): { readonly session: Session; readonly writes: Write[] } {
  const session = events.reduce<Session | undefined>(evolveSession, before)
  assert(session !== undefined, 'a session was read or is opened')
  if (events.length === 0) return { session, writes: [] }
  const write = { name: 'session', key: sessionKey(session.sessionId), attributes: withLifetime(session) }
  return {
    session,
    writes: [before ? { kind: 'replace', ...write, atVersion: before.version } : { kind: 'create', ...write }],
  }
}

/** An access token of the last moment still needs its session. */
const withLifetime = (session: Session) => ({
  ...session,
  expiresAt: expirySeconds(accessUntil(refreshUntil(session))),
})
