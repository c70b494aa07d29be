import * as z from 'zod'
import { assert, type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { ConsoleSignInId, CustomerId } from '../shared/ids.ts'
import { lineOfText } from '../shared/text.ts'
import { addMinutes, Moment } from '../shared/time.ts'

/** Long enough to take out a phone; a code that somebody photographed is of no use soon after. */
export const consoleSignInMinutes = 3
/** Browser and system in a few words: what the phone shows has one line. */
const deviceLengthMax = 80

/** Where somebody wants to sign in, as its page says; shown on the phone before it confirms. */
export const SignInDevice = lineOfText.min(1).max(deviceLengthMax)

const fields = {
  signInId: ConsoleSignInId,
  /** SHA-256 of what only the page that began it has. The code that is shown is of no use without it. */
  secretHash: z.string(),
  device: SignInDevice,
  createdAt: Moment,
  version: z.int().min(1),
}
const answered = { customerId: CustomerId, answeredAt: Moment }

/** One try to sign in at the console: a page shows it as a code, a phone answers, the page takes its session. */
export const ConsoleSignIn = z.discriminatedUnion('status', [
  z.object({ status: z.literal('waiting'), ...fields }),
  z.object({ status: z.literal('confirmed'), ...fields, ...answered }),
  z.object({ status: z.literal('refused'), ...fields, ...answered }),
  z.object({ status: z.literal('used'), ...fields, ...answered, usedAt: Moment }),
])
export type ConsoleSignIn = z.infer<typeof ConsoleSignIn>

export type ConsoleSignInEvent =
  | {
      readonly type: 'sign_in_begun'
      readonly at: string
      readonly signInId: ConsoleSignInId
      readonly secretHash: string
      readonly device: string
    }
  | { readonly type: 'sign_in_confirmed' | 'sign_in_refused'; readonly at: string; readonly customerId: CustomerId }
  | { readonly type: 'sign_in_used'; readonly at: string }

/** From then on nobody can answer it, and no session is taken from it. */
export const signInEndsAt = ({ createdAt }: Pick<ConsoleSignIn, 'createdAt'>): string =>
  addMinutes(createdAt, consoleSignInMinutes)

const isOver = (signIn: ConsoleSignIn, now: string): boolean => now >= signInEndsAt(signIn)

/** Begins a sign-in. Again with the same secret: no event. Refuses `sign_in_id_reused`. */
export function beginSignIn(
  existing: ConsoleSignIn | undefined,
  command: { readonly signInId: ConsoleSignInId; readonly secretHash: string; readonly device: string },
  now: string,
): Decision<ConsoleSignInEvent, Refusal<'sign_in_id_reused'>> {
  if (!existing) return decided({ type: 'sign_in_begun', at: now, ...command })
  return existing.secretHash === command.secretHash ? decided() : refused('sign_in_id_reused', 'body.signInId')
}

type AnswerRefusal = 'sign_in_not_found' | 'sign_in_expired' | 'sign_in_answered'

/**
 * The phone's answer. The same answer of the same person again makes no event; whoever comes second is refused
 * `sign_in_answered`. Others: `sign_in_not_found`, `sign_in_expired`, and `no_console_access` for who has nothing to do there.
 */
export function answerSignIn(
  signIn: ConsoleSignIn | undefined,
  command: { readonly answer: 'confirmed' | 'refused'; readonly customerId: CustomerId; readonly hasAccess: boolean },
  now: string,
): Decision<ConsoleSignInEvent, Refusal<AnswerRefusal | 'no_console_access'>> {
  const { answer, customerId, hasAccess } = command
  if (!signIn) return refused('sign_in_not_found')
  if (isOver(signIn, now)) return refused('sign_in_expired')
  if (signIn.status !== 'waiting') {
    const isAgain = signIn.status === answer && signIn.customerId === customerId
    return isAgain ? decided() : refused('sign_in_answered')
  }
  if (answer === 'confirmed' && !hasAccess) return refused('no_console_access')
  return decided({ type: `sign_in_${answer}`, at: now, customerId })
}

/**
 * The page asks for its session: an event where the phone has confirmed, none while it has not answered. A session is taken
 * once. Refuses `sign_in_not_found` (a wrong secret, too: nothing is learnt), `sign_in_refused`, `sign_in_used`, `sign_in_expired`.
 */
export function redeemSignIn(
  signIn: ConsoleSignIn | undefined,
  { secretHash }: { readonly secretHash: string },
  now: string,
): Decision<ConsoleSignInEvent, Refusal<'sign_in_not_found' | 'sign_in_refused' | 'sign_in_used' | 'sign_in_expired'>> {
  if (signIn?.secretHash !== secretHash) return refused('sign_in_not_found')
  if (signIn.status === 'refused') return refused('sign_in_refused')
  if (signIn.status === 'used') return refused('sign_in_used')
  if (isOver(signIn, now)) return refused('sign_in_expired')
  return signIn.status === 'confirmed' ? decided({ type: 'sign_in_used', at: now }) : decided()
}

/** The sign-in after one more event. */
export function evolveSignIn(signIn: ConsoleSignIn | undefined, event: ConsoleSignInEvent): ConsoleSignIn {
  switch (event.type) {
    case 'sign_in_begun': {
      assert(signIn === undefined, 'a sign-in begins once')
      const { type: _, at: createdAt, ...begun } = event
      return { status: 'waiting', ...begun, createdAt, version: 1 }
    }
    case 'sign_in_confirmed':
    case 'sign_in_refused': {
      assert(signIn?.status === 'waiting', 'a sign-in is answered once')
      const status = event.type === 'sign_in_confirmed' ? 'confirmed' : 'refused'
      return { ...signIn, status, customerId: event.customerId, answeredAt: event.at, version: signIn.version + 1 }
    }
    case 'sign_in_used':
      assert(signIn?.status === 'confirmed', 'only a confirmed sign-in is used')
      return { ...signIn, status: 'used', usedAt: event.at, version: signIn.version + 1 }
  }
}
