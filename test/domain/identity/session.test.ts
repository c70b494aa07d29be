import { expect, test } from 'vitest'
import { logOut, refreshSession } from '../../../domain/identity/refresh-session.ts'
import { accessUntil, evolveSession, type Session, type SessionEvent } from '../../../domain/identity/session.ts'
import { at, customerId, daySeconds, sessionId } from './people.ts'

const fold = (session: Session | undefined, events: readonly SessionEvent[]) =>
  events.reduce<Session | undefined>(evolveSession, session)

const opened: SessionEvent = {
  type: 'session_opened',
  at: at(0),
  sessionId,
  customerId: customerId(1),
  refreshHash: 'hash of 1',
}
const refreshed = (generation: number, seconds: number): SessionEvent => ({
  type: 'session_refreshed',
  at: at(seconds),
  refreshHash: `hash of ${generation}`,
})
const genuine = (generation: number) => ({
  generation,
  hash: `hash of ${generation}`,
  issuedHash: `hash of ${generation}`,
})
const madeUp = (generation: number) => ({ ...genuine(generation), hash: 'something else' })

const refresh = (history: readonly SessionEvent[], presented: ReturnType<typeof genuine>, seconds: number) =>
  refreshSession(fold(undefined, history), { presented, nextHash: 'hash of next' }, at(seconds))

const rotated = (seconds: number) => ({
  ok: true,
  events: [{ type: 'session_refreshed', at: at(seconds), refreshHash: 'hash of next' }],
})
const again = { ok: true, events: [] }
const ended = (seconds: number) => ({
  ok: true,
  events: [{ type: 'session_revoked', at: at(seconds), reason: 'reused' }],
})
const invalid = { ok: false, refusal: { code: 'refresh_token_invalid', field: 'body.refreshToken' } }

test('the current refresh token is rotated', () => {
  expect(refresh([opened], genuine(1), 10)).toEqual(rotated(10))
})

test('a refresh token is good for thirty days and not a millisecond longer', () => {
  expect(refresh([opened], genuine(1), 30 * daySeconds - 0.001)).toEqual(rotated(30 * daySeconds - 0.001))
  expect(refresh([opened], genuine(1), 30 * daySeconds)).toEqual(invalid)
})

test('the thirty days begin anew with every rotation', () => {
  const history = [opened, refreshed(2, 20 * daySeconds)]
  expect(refresh(history, genuine(2), 49 * daySeconds)).toEqual(rotated(49 * daySeconds))
})

test('the token before the current one gets the current one again for a minute', () => {
  const history = [opened, refreshed(2, 100)]
  expect(refresh(history, genuine(1), 100)).toEqual(again)
  expect(refresh(history, genuine(1), 160)).toEqual(again)
})

test('the token before the current one ends the session after the minute', () => {
  expect(refresh([opened, refreshed(2, 100)], genuine(1), 160.001)).toEqual(ended(160.001))
})

test('a token older than the one before ends the session at once', () => {
  expect(refresh([opened, refreshed(2, 100), refreshed(3, 101)], genuine(1), 102)).toEqual(ended(102))
})

test.each([1, 2, 3])('a made-up token of generation %i is refused and ends nothing', (generation) => {
  expect(refresh([opened, refreshed(2, 100)], madeUp(generation), 300)).toEqual(invalid)
})

test('a token of a generation that was not issued yet is refused', () => {
  expect(refresh([opened], genuine(2), 1)).toEqual(invalid)
})

test('no token refreshes a session that has ended, or one that never was', () => {
  const history: SessionEvent[] = [opened, { type: 'session_revoked', at: at(5), reason: 'logged_out' }]
  expect(refresh(history, genuine(1), 6)).toEqual(invalid)
  expect(refresh([], genuine(1), 6)).toEqual(invalid)
})

test('logging out ends a session once', () => {
  const session = evolveSession(undefined, opened)
  const events = logOut(session, at(7))
  expect(events).toEqual([{ type: 'session_revoked', at: at(7), reason: 'logged_out' }])
  const after = fold(session, events)
  expect(after).toMatchObject({ status: 'revoked', revokedAt: at(7), version: 2 })
  expect(after && logOut(after, at(8))).toEqual([])
})

test('an access token is good for two hours', () => {
  expect(accessUntil(at(0))).toBe(at(7200))
})
