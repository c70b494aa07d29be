import * as z from 'zod'
import { ConsoleSignInId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { answerConsoleSignIn } from './answer-console-sign-in.ts'
import { identityRefusals } from './refusals.ts'

export const refuseConsoleSignIn = endpoint(
  {
    summary: 'Ends a sign-in that the caller did not want.',
    path: z.strictObject({ signInId: ConsoleSignInId }),
    reply: z.null(),
    status: 204,
    refusals: pick(identityRefusals, 'sign_in_not_found', 'sign_in_expired', 'sign_in_answered'),
  },
  async ({ path, caller }, context) => {
    const answer = await answerConsoleSignIn(context, signedIn(caller), { ...path, answer: 'refused' })
    if (answer.ok) return answer
    const { code, ...rest } = answer.refusal
    if (code === 'no_console_access') throw new Error('Everybody may refuse')
    return { ok: false, refusal: { code, ...rest } }
  },
)
