import { expect, test } from 'vitest'
import { attribute } from '../../../domain/referrals/attribution.ts'
import { isUntold, joinChain, newNode, setOwn, tell } from '../../../domain/referrals/chain-node.ts'
import { evolveMember, introduce, stranger } from '../../../domain/referrals/member.ts'
import { noWorth, totalWorth } from '../../../domain/referrals/worth.ts'
import { addDays } from '../../../domain/shared/time.ts'
import { customerId, shopId } from '../shared/ids.ts'
import { linkCode, visit } from './visits.ts'

const start = '2026-03-01T08:00:00.000Z'
const windowDays = 30
const introduction = {
  introducerId: customerId(1),
  linkCode: linkCode(1),
  channel: 'moments',
  introducedAt: start,
}
const buyer = { customerId: customerId(2), isStaff: false, introduction }
const winnerOf = (visits: Parameters<typeof attribute>[1], now: string) =>
  attribute(buyer, visits, windowDays, now).winner?.referrerId

test('an introduction protects without end: ten years later an order that nobody else brought is the introducer’s', () => {
  expect(winnerOf([], addDays(start, 3_650))).toBe(customerId(1))
})

test('an introduction protects against nobody: another’s visit wins orders inside the window, and the next is the introducer’s again', () => {
  const other = visit(3, addDays(start, 10))
  expect(winnerOf([other], addDays(start, 11))).toBe(customerId(3))
  expect(winnerOf([other], addDays(start, 10 + windowDays))).toBe(customerId(3))
  expect(winnerOf([other], addDays(start, 11 + windowDays))).toBe(customerId(1))
})

test('who stops referring is nobody’s newcomer: the introductions made stand', () => {
  const decision = introduce(
    stranger(shopId(), customerId(2)),
    stranger(shopId(), customerId(1)),
    visit(1, start),
    false,
    start,
  )
  if (!decision.introduced) return expect.fail('a newcomer is introduced')
  const referrer = decision.introducer.reduce(evolveMember, stranger(shopId(), customerId(1)))
  const years = addDays(start, 1_000)
  expect(introduce(referrer, stranger(shopId(), customerId(3)), visit(3, years), false, years)).toEqual({
    introduced: false,
    reason: 'already_active',
  })
})

test('of two who turn out to be one, places stay and purchases move: they count below the other’s introducer alone', () => {
  const bought = { cohort: '2026-03', ...noWorth, buyers: 1, orders: 2, amountFen: 900 }
  const none = { cohort: null, ...noWorth }
  const [first, second] = [1, 2].map((number) => newNode(shopId(), customerId(number)))
  if (!first || !second) return expect.fail('two introducers')
  const below = (number: number, introducer: number) =>
    joinChain(newNode(shopId(), customerId(number)), { introducerId: customerId(introducer), depth: 1, at: start })
  const before = tell(setOwn(below(3, 1), bought), first)
  const merged = tell(setOwn(before.child, none), before.parent)
  const other = tell(setOwn(below(4, 2), bought), second)
  expect([merged.parent.direct.people, totalWorth(merged.parent.direct.cohorts)]).toEqual([1, noWorth])
  expect([other.parent.direct.people, other.parent.downstream.amountFen]).toEqual([1, 900])
  expect(isUntold(merged.child)).toBe(false)
})
