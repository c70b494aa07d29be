import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  answerSignIn,
  beginSignIn,
  type ConsoleSignIn,
  type ConsoleSignInEvent,
  evolveSignIn,
  redeemSignIn,
  signInEndsAt,
} from '../../../domain/identity/console-sign-in.ts'
import { ConsoleSignInId, CustomerId } from '../../../domain/shared/ids.ts'
import { addMinutes } from '../../../domain/shared/time.ts'

const now = '2026-03-01T08:00:00.000Z'
const signInId = ConsoleSignInId.parse('sgn_00000000000000000000000001')
const people = ['cus_00000000000000000000000001', 'cus_00000000000000000000000002'].map((id) => CustomerId.parse(id))
const begin = { signInId, secretHash: 'hash', device: 'Firefox · Windows' }

const Kind = fc.oneof(
  fc.record({
    kind: fc.constantFrom<'confirmed' | 'refused'>('confirmed', 'refused'),
    customerId: fc.constantFrom(...people),
    hasAccess: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('redeem' as const), secretHash: fc.constantFrom('hash', 'other') }),
)

type Step = (typeof Kind extends fc.Arbitrary<infer One> ? One : never) & { readonly afterSeconds: number }

const decide = (signIn: ConsoleSignIn, step: Step, at: string) =>
  step.kind === 'redeem'
    ? redeemSignIn(signIn, step, at)
    : answerSignIn(signIn, { answer: step.kind, customerId: step.customerId, hasAccess: step.hasAccess }, at)

/** What came of the steps, one after the other: each event with the step that made it. */
function live(steps: readonly Step[]) {
  const begun = beginSignIn(undefined, begin, now)
  if (!begun.ok) throw new Error('A first sign-in begins')
  let signIn = begun.events.reduce<ConsoleSignIn | undefined>(evolveSignIn, undefined)
  let at = now
  const made: { readonly event: ConsoleSignInEvent; readonly step: Step }[] = []
  for (const step of steps) {
    at = new Date(Date.parse(at) + step.afterSeconds * 1_000).toISOString()
    const decision = signIn === undefined ? undefined : decide(signIn, step, at)
    for (const event of decision?.ok ? decision.events : []) {
      made.push({ event, step })
      signIn = evolveSignIn(signIn, event)
    }
  }
  return { signIn, made }
}

const afterSeconds = fc.integer({ min: 0, max: 90 })
const steps = fc.array(
  fc.tuple(Kind, afterSeconds).map(([step, seconds]): Step => ({ ...step, afterSeconds: seconds })),
  { maxLength: 12 },
)

describe('a sign-in at the console', () => {
  test('gives at most one session, to its own page, for the one person who may and who confirmed', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const { made } = live(some)
        const of = (type: ConsoleSignInEvent['type']) => made.filter(({ event }) => event.type === type)
        const [confirmations, sessions] = [of('sign_in_confirmed'), of('sign_in_used')]
        expect(confirmations.length + of('sign_in_refused').length).toBeLessThanOrEqual(1)
        expect(sessions.length).toBeLessThanOrEqual(confirmations.length)
        for (const { step } of confirmations) expect(step).toMatchObject({ kind: 'confirmed', hasAccess: true })
        for (const { step } of sessions) expect(step).toMatchObject({ kind: 'redeem', secretHash: 'hash' })
      }),
    )
  })

  test('nothing comes of it once its three minutes are over', () => {
    expect(signInEndsAt({ createdAt: now })).toBe('2026-03-01T08:03:00.000Z')
    fc.assert(
      fc.property(steps, (some) => {
        for (const { event } of live(some).made) expect(event.at < addMinutes(now, 3)).toBe(true)
      }),
    )
  })
})
