import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attribute, type SeenVisit } from '../../../domain/referrals/attribution.ts'
import { openDispute } from '../../../domain/referrals/dispute.ts'
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
import { customerId, orderId, shopId } from '../shared/ids.ts'
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

test('nobody is introduced by who takes no part, and the introductions made before stand', () => {
  const left = leave(unbroken, minute(1)).reduce(evolveMember, stranger(shopId(), customerId(2)))
  expect(Member.parse(left)).toEqual(left)
  const comes = introduce(stranger(shopId(), customerId(1)), left, visit(2, minute(2)), false, minute(2))
  expect(comes).toEqual({ introduced: false, reason: 'not_referring' })
  const decision = introduce(
    stranger(shopId(), customerId(1)),
    stranger(shopId(), customerId(2)),
    visit(2, start),
    false,
    start,
  )
  if (!decision.introduced) return expect.fail('a newcomer is introduced')
  const brought = decision.newcomer.reduce(evolveMember, stranger(shopId(), customerId(1)))
  expect(brought.introduction).toMatchObject({ introducerId: customerId(2) })
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
  test('is disputed by nobody who took no part, nor by the introducer who did not', () => {
    const attribution = attribute(buyer(true), [seen(2, 5, true), seen(4, 1)], 30, minute(9))
    const order = { shopId: shopId(), orderId: orderId(), customerId: customerId(1), placedAt: minute(9), attribution }
    const disputed = { ...order, isPaid: true, excludedFromFigures: false, introducerId: customerId(3) }
    const dispute = (who: number, statement = '是我带来的') => {
      const disputeId = 'dsp_00000000000000000000000001' as Parameters<typeof openDispute>[3]['disputeId']
      const opened = openDispute(
        disputed,
        customerId(4),
        false,
        { disputeId, referrerId: customerId(who), statement },
        minute(9),
      )
      return opened.ok ? 'open' : opened.refusal.code
    }
    expect([2, 3, 4].map((who) => dispute(who))).toEqual(['was_not_referring', 'was_not_referring', 'already_credited'])
    expect(dispute(5)).toBe('not_on_receipt')
    const early = { ...disputed, attribution: attribute(buyer(false), [seen(2, 5), seen(4, 7)], 30, minute(9)) }
    const disputeId = 'dsp_00000000000000000000000002' as Parameters<typeof openDispute>[3]['disputeId']
    const about = { disputeId, referrerId: customerId(2), statement: '是我带来的' }
    expect(openDispute(early, customerId(4), false, about, minute(10)).ok).toBe(true)
  })
  test('has no second level where who introduced the referrer has left', () => {
    const introducer = { customerId: customerId(51), isStaff: false }
    const terms = (isVoid: boolean) => secondTerms(credited, customerId(1), { ...introducer, isVoid }, 500)
    expect([terms(false)?.referrerId, terms(true)]).toEqual([customerId(51), null])
  })
})
