import { describe, expect, test } from 'vitest'
import {
  evolveMember,
  introduce,
  Member,
  type MemberEvent,
  notePayment,
  stranger,
} from '../../../domain/referrals/member.ts'
import { customerId, shopId } from '../shared/ids.ts'
import { linkCode, visit } from './visits.ts'

const now = '2026-03-01T08:00:00.000Z'
const later = '2026-03-02T08:00:00.000Z'
const somebody = (number: number) => stranger(shopId(), customerId(number))
const after = (member: Member, events: readonly MemberEvent[]): Member => {
  const next = events.reduce(evolveMember, member)
  expect(Member.parse(next)).toEqual(next)
  return next
}
/** Customer `number` comes by the link of customer `owner`. */
const comes = (newcomer: Member, introducer: Member, isStaff = false) =>
  introduce(newcomer, introducer, visit(Number(introducer.customerId.slice(4)), now), isStaff, later)
function introduced(newcomer: Member, introducer: Member): readonly [Member, Member] {
  const decision = comes(newcomer, introducer)
  if (!decision.introduced) throw new Error(decision.reason)
  return [after(newcomer, decision.newcomer), after(introducer, decision.introducer)]
}
const paid = (member: Member) => after(member, notePayment(member, now))

test('who comes by a link is introduced by its owner', () => {
  const [newcomer, introducer] = introduced(somebody(1), somebody(2))
  const introduction = { introducerId: customerId(2), linkCode: linkCode(2), channel: 'moments', introducedAt: later }
  expect(newcomer).toEqual({ ...somebody(1), introduction, depth: 1, version: 1 })
  expect(introducer).toEqual({ ...somebody(2), hasIntroduced: true, version: 1 })
})

test('each is one step further down than who introduced them', () => {
  const [first] = introduced(somebody(1), somebody(2))
  const [second, firstAgain] = introduced(somebody(3), first)
  expect([first.depth, firstAgain.depth, second.depth]).toEqual([1, 1, 2])
})

test('the second that somebody introduces changes nothing of theirs', () => {
  const [, introducer] = introduced(somebody(1), somebody(2))
  expect(introduced(somebody(3), introducer)[1]).toBe(introducer)
})

describe('is not introduced', () => {
  const [introducedOne, introducer] = introduced(somebody(1), somebody(2))
  test.each([
    ['who comes by their own link', comes(somebody(1), somebody(1)), 'self_referral'],
    ['one of the shop’s own people', comes(somebody(1), somebody(3), true), 'own_shop'],
    ['who was introduced before', comes(introducedOne, somebody(3)), 'already_introduced'],
    ['who was introduced by the same person before', comes(introducedOne, introducer), 'already_introduced'],
    ['who has bought', comes(paid(somebody(1)), somebody(3)), 'already_active'],
    ['who has introduced somebody', comes(introducer, somebody(3)), 'already_active'],
    ['whom they have introduced', comes(introducer, introducedOne), 'already_active'],
  ])('%s', (_, decision, reason) => {
    expect(decision).toEqual({ introduced: false, reason })
  })
})

test('an introducer may have bought, may be introduced and may be new', () => {
  const [introducedOne] = introduced(somebody(1), somebody(2))
  for (const introducer of [paid(somebody(5)), introducedOne, somebody(6)])
    expect(comes(somebody(7), introducer).introduced).toBe(true)
})

test('the introducer is the owner of the link, in the same shop', () => {
  expect(() => introduce(somebody(1), somebody(2), visit(3, now), false, later)).toThrow('the owner of the link')
  const elsewhere = { ...somebody(2), shopId: shopId(2) }
  expect(() => introduce(somebody(1), elsewhere, visit(2, now), false, later)).toThrow('of one shop')
})

test('the first payment makes a customer known, a second one is no news', () => {
  const member = paid(somebody(1))
  expect(member).toEqual({ ...somebody(1), firstPaidAt: now, version: 1 })
  expect(notePayment(member, later)).toEqual([])
})
