import { logOut as decideLogOut } from '../../domain/identity/refresh-session.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { loadSession, sessionWrites } from './session-store.ts'

/** Ends a session, at once and everywhere. One that has ended already is left as it is. */
export function endSession(context: Context, sessionId: string) {
  const now = context.now()
  return commit(context, async () => {
    const before = await loadSession(context.db, sessionId)
    return { writes: before ? sessionWrites(before, decideLogOut(before, now)).writes : [], reply: null }
  })
}
