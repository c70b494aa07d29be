import { answerSignIn } from '../../domain/identity/console-sign-in.ts'
import { CustomerId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import type { Caller } from '../shared/http/endpoint.ts'
import { loadSignIn, signInWrites } from './console-sign-in-store.ts'
import { listRoles } from './role-store.ts'

/** The phone's answer to a sign-in. Who has a part in a shop, or is an operator, may confirm. */
export function answerConsoleSignIn(
  context: Context,
  { customerId, isOperator }: Caller,
  { signInId, answer }: { readonly signInId: string; readonly answer: 'confirmed' | 'refused' },
) {
  const now = context.now()
  return commit(context, async () => {
    const [signIn, roles] = await Promise.all([loadSignIn(context.db, signInId), listRoles(context.db, customerId)])
    const command = { answer, customerId: CustomerId.parse(customerId), hasAccess: isOperator || roles.length > 0 }
    const decision = answerSignIn(signIn, command, now)
    if (!decision.ok) return { refusal: decision.refusal }
    return { writes: signInWrites(signIn, decision.events).writes, reply: null }
  })
}
