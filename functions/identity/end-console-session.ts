import * as z from 'zod'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { noSessionCookie } from './console-session.ts'
import { endSession } from './end-session.ts'

export const endConsoleSession = endpoint(
  {
    summary: 'Ends the console’s session, at once and everywhere, and takes its cookie away.',
    reply: z.null(),
    status: 204,
    refusals: {},
  },
  async ({ caller }, context) => ({
    ...(await endSession(context, signedIn(caller).sessionId)),
    cookies: [noSessionCookie],
  }),
)
