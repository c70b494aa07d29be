import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logOut, refreshSession } from '../../../domain/identity/refresh-session.ts'
import { evolveSession, Session, type SessionEvent } from '../../../domain/identity/session.ts'
import { at, customerId, daySeconds, sessionId } from './people.ts'

/** The last token that somebody holds, an older one, one never issued, or a forgery. */
const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('present' as const), back: fc.integer({ min: -1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('forge' as const), back: fc.integer({ min: -1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('log out' as const), back: fc.constant(0) }) },
)
const wait = fc.oneof(
  fc.constantFrom(0, 1, 59, 60, 61),
  fc.integer({ min: 1, max: 10 * daySeconds }),
  fc.constantFrom(30 * daySeconds - 1, 30 * daySeconds),
)
type Step = { readonly kind: 'present' | 'forge' | 'log out'; readonly back: number; readonly wait: number }
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(act, wait).map(([{ kind, back }, seconds]) => ({ kind, back, wait: seconds })),
  { maxLength: 30 },
)

const hash = (generation: number) => `hash of ${generation}`

/** Plays a history, and tells after each step what it did: to the session, and to what was issued when. */
function play(history: readonly Step[], check: (step: Step, about: About) => void) {
  let session = evolveSession(undefined, {
    type: 'session_opened',
    at: at(0),
    sessionId,
    customerId: customerId(1),
    refreshHash: hash(1),
  })
  let now = 0
  const issued = [0]
  for (const step of history) {
    now += step.wait
    const before = session
    const generation = Math.max(1, before.generation - step.back)
    const outcome = decide(before, step, generation, at(now))
    session = (outcome === 'invalid' ? [] : outcome).reduce(evolveSession, before)
    if (session.generation > before.generation) issued.push(now)
    check(step, { before, after: session, now, generation, issued, isRefused: outcome === 'invalid' })
  }
}
type About = {
  readonly before: Session
  readonly after: Session
  readonly now: number
  readonly generation: number
  readonly issued: readonly number[]
  readonly isRefused: boolean
}

function decide(
  session: Session,
  { kind }: Step,
  generation: number,
  now: string,
): readonly SessionEvent[] | 'invalid' {
  if (kind === 'log out') return logOut(session, now)
  const presented = {
    generation,
    hash: kind === 'forge' ? 'a forgery' : hash(generation),
    issuedHash: hash(generation),
  }
  const decision = refreshSession(session, { presented, nextHash: hash(session.generation + 1) }, now)
  return decision.ok ? decision.events : 'invalid'
}

const everyHistory = (check: (step: Step, about: About) => void) =>
  fc.assert(
    fc.property(steps, (history) => play(history, check)),
    { numRuns: 500 },
  )

test('a session that has ended stays as it is', () => {
  everyHistory((_, { before, after }) => {
    if (before.status === 'revoked') expect(after).toEqual(before)
  })
})

test('a forgery changes nothing and gets nothing', () => {
  everyHistory((step, { before, after, isRefused }) => {
    if (step.kind !== 'forge') return
    expect(isRefused).toBe(true)
    expect(after).toEqual(before)
  })
})

test('at most two tokens are good at any moment: the current one, and the one before for a minute', () => {
  everyHistory((step, { before, after, now, generation, issued, isRefused }) => {
    if (step.kind !== 'present' || isRefused || after.status === 'revoked') return
    const issuedAt = issued[before.generation - 1] ?? Number.NaN
    if (generation === before.generation) return expect(now - issuedAt).toBeLessThan(30 * daySeconds)
    expect(generation).toBe(before.generation - 1)
    expect(now - issuedAt).toBeLessThanOrEqual(60)
    expect(after).toEqual(before)
  })
})

test('a copy of an old token never lives beside the new one', () => {
  everyHistory((step, { before, after, now, generation, issued }) => {
    const issuedAt = issued[before.generation - 1] ?? Number.NaN
    const isOld = generation < before.generation - 1 || (generation < before.generation && now - issuedAt > 60)
    if (step.kind !== 'present' || !isOld || before.status === 'revoked') return
    expect(after.status === 'revoked' || now - issuedAt >= 30 * daySeconds).toBe(true)
  })
})

test('every session has the shape in which it is stored, and its version counts its changes', () => {
  everyHistory((_, { before, after }) => {
    expect(Session.parse(after)).toEqual(after)
    expect(after.version).toBe(before.version + (after === before ? 0 : 1))
  })
})

test('the histories reach every outcome', () => {
  const seen = new Set<string>()
  everyHistory((step, { before, after, isRefused }) => {
    if (before.status === 'revoked') seen.add('after the end')
    else if (isRefused) seen.add('refused')
    else if (after.status === 'revoked') seen.add(after.reason)
    else seen.add(after.generation > before.generation ? 'rotated' : `${step.kind} again`)
  })
  expect([...seen].sort()).toEqual(['after the end', 'logged_out', 'present again', 'refused', 'reused', 'rotated'])
})
