import * as z from 'zod'
import { ConsoleSignIn, SignInDevice, signInEndsAt } from '../../domain/identity/console-sign-in.ts'
import { refused } from '../../domain/shared/decision.ts'
import { ConsoleSignInId } from '../../domain/shared/ids.ts'
import { Moment } from '../../domain/shared/time.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadSignIn } from './console-sign-in-store.ts'
import { identityRefusals } from './refusals.ts'

const Status = z.enum(ConsoleSignIn.options.map((option) => option.shape.status.value))

export const getConsoleSignIn = endpoint(
  {
    summary: 'What a phone shows of a sign-in before its owner confirms it: which device asks, and since when.',
    path: z.strictObject({ signInId: ConsoleSignInId }),
    reply: z.object({ device: SignInDevice, status: Status, createdAt: Moment, endsAt: Moment }),
    status: 200,
    refusals: pick(identityRefusals, 'sign_in_not_found'),
  },
  async ({ path: { signInId } }, context) => {
    const signIn = await loadSignIn(context.db, signInId)
    return signIn ? { ok: true, reply: { ...signIn, endsAt: signInEndsAt(signIn) } } : refused('sign_in_not_found')
  },
)
