import * as z from 'zod'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { endSession } from './end-session.ts'

export const logOut = endpoint(
  {
    summary: 'Ends the session of the access token, at once and everywhere.',
    reply: z.null(),
    status: 204,
    refusals: {},
  },
  ({ caller }, context) => endSession(context, signedIn(caller).sessionId),
)
