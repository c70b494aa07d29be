import * as z from 'zod'
import { logOut as decideLogOut } from '../../domain/identity/refresh-session.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { loadSession, sessionWrites } from './session-store.ts'

export const logOut = endpoint(
  {
    summary: 'Ends the session of the access token, at once and everywhere.',
    reply: z.null(),
    status: 204,
    refusals: {},
  },
  async ({ caller }, context) => {
    const { sessionId } = signedIn(caller)
    const now = context.now()
    return commit(context, async () => {
      const before = await loadSession(context.db, sessionId)
      return { writes: before ? sessionWrites(before, decideLogOut(before, now)).writes : [], reply: null }
    })
  },
)
