import * as z from 'zod'
import { ConsoleSignInId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { answerConsoleSignIn } from './answer-console-sign-in.ts'
import { identityRefusals } from './refusals.ts'

export const confirmConsoleSignIn = endpoint(
  {
    summary: 'Lets the page that shows the code sign in as the caller, once. For owners, staff and operators.',
    path: z.strictObject({ signInId: ConsoleSignInId }),
    reply: z.null(),
    status: 204,
    refusals: pick(identityRefusals, 'sign_in_not_found', 'sign_in_expired', 'sign_in_answered', 'no_console_access'),
  },
  ({ path, caller }, context) => answerConsoleSignIn(context, signedIn(caller), { ...path, answer: 'confirmed' }),
)
