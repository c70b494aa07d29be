import * as z from 'zod'
import { beginSignIn, SignInDevice, signInEndsAt } from '../../domain/identity/console-sign-in.ts'
import { ConsoleSignInId } from '../../domain/shared/ids.ts'
import { Moment } from '../../domain/shared/time.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadSignIn, signInWrites } from './console-sign-in-store.ts'
import { identityRefusals } from './refusals.ts'
import { SignInSecret, secretHash } from './sign-in-secret.ts'

export const beginConsoleSignIn = endpoint(
  {
    summary:
      'Begins a sign-in at the console. The page shows `signInId` as a code for the phone; the secret, which it shows to nobody, gets it the session.',
    body: z.strictObject({
      signInId: ConsoleSignInId,
      secret: SignInSecret.meta({ description: '32 random bytes in base64url.' }),
      device: SignInDevice.meta({ description: 'Browser and system, for the phone to show.' }),
    }),
    reply: z.object({ signInId: ConsoleSignInId, endsAt: Moment }),
    status: 201,
    refusals: pick(identityRefusals, 'sign_in_id_reused'),
  },
  async ({ body: { signInId, secret, device } }, context) => {
    const now = context.now()
    return commit(context, async () => {
      const existing = await loadSignIn(context.db, signInId)
      const decision = beginSignIn(existing, { signInId, secretHash: secretHash(secret), device }, now)
      if (!decision.ok) return { refusal: decision.refusal }
      const { signIn, writes } = signInWrites(existing, decision.events)
      return { writes, reply: { signInId, endsAt: signInEndsAt(signIn) } }
    })
  },
)
