import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attribute, type SeenVisit } from '../../../domain/referrals/attribution.ts'
import { evolveMember, introduce, Member, stranger } from '../../../domain/referrals/member.ts'
import { secondTerms } from '../../../domain/referrals/second-level.ts'
import {
  credits,
  evolveStanding,
  joinStandings,
  leave,
  liftSuspension,
  reasonNotReferring,
  rejoin,
  type Standing,
  suspend,
  unbroken,
} from '../../../domain/referrals/standing.ts'
import { credited } from '../orders/orders.ts'
import { customerId, shopId } from '../shared/ids.ts'
import { type Act, minute, owner, standingAfter, start } from './standings.ts'
import { linkCode, visit } from './visits.ts'

describe('who takes part', () => {
  test.each<readonly [Act[], string | undefined]>([
    [[], undefined],
    [['leave'], 'referrals_left'],
    [['leave', 'rejoin'], undefined],
    [['suspend'], 'referrer_suspended'],
    [['suspend', 'lift'], undefined],
    [['leave', 'suspend', 'lift'], 'referrals_left'],
    [['suspend', 'leave', 'lift', 'rejoin'], undefined],
  ])('after %s: %s', (acts, reason) => {
    expect(reasonNotReferring(standingAfter(acts))).toBe(reason)
  })
  test('who is suspended cannot come back by leaving first', () => {
    expect(rejoin(standingAfter(['leave', 'suspend']), minute(9))).toEqual({
      ok: false,
      refusal: { code: 'referrer_suspended' },
    })
  })
  test('the same again is no news; another reason for a suspension is refused', () => {
    expect(leave(standingAfter(['leave']), minute(9))).toEqual([])
    expect(rejoin(unbroken, minute(9))).toEqual({ ok: true, events: [] })
    expect(liftSuspension(unbroken, owner, minute(9))).toEqual([])
    const again = (reason: string) => suspend(standingAfter(['suspend']), { reason, by: owner }, minute(9))
    expect(again('待核实')).toEqual({ ok: true, events: [] })
    expect(again('其他')).toEqual({ ok: false, refusal: { code: 'suspended_otherwise', field: 'body.reason' } })
  })
})

test('of two accounts of one person both are suspended where one is; each keeps its own departure', () => {
  const acts = fc.array(fc.constantFrom<Act>('leave', 'rejoin', 'suspend', 'lift'), { maxLength: 6 }).map(standingAfter)
  fc.assert(
    fc.property(acts, acts, (one, other) => {
      const events = joinStandings(one, other, minute(9))
      const after = [events.one.reduce(evolveStanding, one), events.other.reduce(evolveStanding, other)]
      const [suspended] = [one, other].flatMap(({ suspension }) => suspension ?? [])
      expect(after.map(({ suspension }) => suspension?.reason)).toEqual([suspended?.reason, suspended?.reason])
      const departure = ({ leftAt, returnedAt }: Standing) => ({ leftAt, returnedAt })
      expect(after.map(departure)).toEqual([one, other].map(departure))
      for (const [before, then] of [[one, after[0]] as const, [other, after[1]] as const])
        if (before.suspension) expect(then).toEqual(before)
    }),
  )
})

test('who comes back begins anew; who was suspended loses nothing but the time', () => {
  const returned = standingAfter(['leave', 'rejoin'])
  expect([minute(1), minute(2), minute(3)].map((at) => credits(returned, at))).toEqual([false, true, true])
  expect(credits(standingAfter(['suspend', 'lift']), minute(0))).toBe(true)
  expect(credits(standingAfter(['suspend']), minute(5))).toBe(false)
})

test('nobody is introduced by who takes no part', () => {
  const left = leave(unbroken, minute(1)).reduce(evolveMember, stranger(shopId(), customerId(2)))
  expect(Member.parse(left)).toEqual(left)
  const comes = introduce(stranger(shopId(), customerId(1)), left, visit(2, minute(2)), false, minute(2))
  expect(comes).toEqual({ introduced: false, reason: 'not_referring' })
})

test('a member from before there was a standing takes part', () => {
  const { standing: _none, ...stored } = stranger(shopId(), customerId(1))
  expect(Member.parse({ ...stored, version: 1 }).standing).toEqual(unbroken)
})

describe('an order', () => {
  const introduction = { introducerId: customerId(3), linkCode: linkCode(3), channel: 'poster', introducedAt: start }
  const buyer = (isVoid: boolean, isStaff = false) => ({
    ...{ customerId: customerId(1), isStaff },
    introduction: { ...introduction, isVoid },
  })
  const seen = (by: number, at: number, isVoid = false): SeenVisit => ({ ...visit(by, minute(at)), isVoid })
  test('passes over who has left to who came before, and says so', () => {
    expect(attribute(buyer(false), [seen(2, 5, true), seen(4, 1)], 30, minute(9))).toMatchObject({
      winner: { by: 'visit', referrerId: customerId(4) },
      losers: [{ referrerId: customerId(2), reason: 'not_referring' }],
    })
  })
  test('credits nobody where the introducer has left too', () => {
    const receipt = attribute(buyer(true), [seen(2, 5, true)], 30, minute(9))
    expect(receipt).toMatchObject({ winner: null, introduction: 'not_referring' })
    expect(attribute(buyer(true, true), [], 30, minute(9))).not.toHaveProperty('introduction')
  })
  test('has no second level where who introduced the referrer has left', () => {
    const introducer = { customerId: customerId(51), isStaff: false }
    const terms = (isVoid: boolean) => secondTerms(credited, customerId(1), { ...introducer, isVoid }, 500)
    expect([terms(false)?.referrerId, terms(true)]).toEqual([customerId(51), null])
  })
})
