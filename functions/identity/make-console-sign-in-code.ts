import * as z from 'zod'
import { signInEndsAt } from '../../domain/identity/console-sign-in.ts'
import { refused } from '../../domain/shared/decision.ts'
import { ConsoleSignInId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { askForCode } from '../shared/mini-program-code.ts'
import { loadSignIn } from './console-sign-in-store.ts'
import type { IdentityContext } from './identity-context.ts'
import { signInCodeRefusals } from './refusals.ts'
import { SignInSecret, secretHash } from './sign-in-secret.ts'

/** WeChat's smallest, which is larger than the page shows it. */
const widthPx = 280

export const makeConsoleSignInCode = endpoint(
  {
    summary:
      'The mini-program code of a sign-in, for the page that began it to show: scanned, it opens the page that confirms, with `signInId` as its scene. Nothing is kept.',
    path: z.strictObject({ signInId: ConsoleSignInId }),
    body: z.strictObject({ secret: SignInSecret }),
    reply: z.object({
      contentType: z.string(),
      picture: z.string().meta({ description: 'The picture’s bytes in base64.' }),
    }),
    status: 200,
    refusals: signInCodeRefusals,
  },
  async ({ path: { signInId }, body: { secret } }, context: IdentityContext) => {
    const signIn = await loadSignIn(context.db, signInId)
    // Of who began it only, so that nobody has pictures made for what is not to be.
    if (signIn?.secretHash !== secretHash(secret)) return refused('sign_in_not_found')
    if (context.now() >= signInEndsAt(signIn)) return refused('sign_in_expired')
    const asked = await askForCode(context, { page: context.signInPage, scene: signInId, widthPx })
    if (!asked.ok) return asked
    const { contentType, bytes } = asked.data
    return { ok: true, reply: { contentType, picture: Buffer.from(bytes).toString('base64') } }
  },
)
