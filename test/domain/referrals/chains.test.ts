import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  evolveMember,
  introduce,
  type Member,
  type MemberEvent,
  notePayment,
  stranger,
} from '../../../domain/referrals/member.ts'
import { customerId, shopId } from '../shared/ids.ts'
import { visit } from './visits.ts'

const now = '2026-03-01T08:00:00.000Z'
const people = 6

/** Members with their versions. A write holds only against the version that was read, as in the tables. */
type Members = Map<number, Member>
const read = (members: Members, number: number): Member => members.get(number) ?? stranger(shopId(), customerId(number))

type Step = {
  readonly events: ReadonlyMap<number, readonly MemberEvent[]>
  readonly readAt: ReadonlyMap<number, number>
}

/** What somebody decides from what stands there now, to be written at once or after others. */
function decide(members: Members, act: Act): Step {
  const member = read(members, act.who)
  const readAt = new Map([[act.who, member.version]])
  if (act.kind === 'pay') return { events: new Map([[act.who, notePayment(member, now)]]), readAt }
  const owner = read(members, act.owner)
  const decision = introduce(member, owner, visit(act.owner, now), false, now)
  if (!decision.introduced) return { events: new Map(), readAt }
  const events = new Map([
    [act.who, decision.newcomer],
    [act.owner, decision.introducer],
  ])
  return { events, readAt: new Map([...readAt, [act.owner, owner.version]]) }
}

/** Writes all or nothing. Whom a step has no event of is not written, and so not held to what was read. */
function write(members: Members, { events, readAt }: Step): boolean {
  const changed = [...events].filter(([, made]) => made.length > 0)
  if (changed.some(([number]) => read(members, number).version !== readAt.get(number))) return false
  for (const [number, made] of changed) members.set(number, made.reduce(evolveMember, read(members, number)))
  return true
}

const who = fc.integer({ min: 1, max: people })
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('visit' as const), who, owner: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pay' as const), who }) },
)
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never
/** Each round: some decide at the same time, then write in some order. */
const rounds = fc.array(
  fc.array(act, { minLength: 1, maxLength: 5 }).chain((acts) =>
    fc.record({
      acts: fc.constant(acts),
      order: fc.shuffledSubarray([...acts.keys()], { minLength: acts.length }),
    }),
  ),
  { maxLength: 12 },
)

/** From somebody up to whom nobody introduced. Longer than there are people: a circle. */
function ancestors(members: Members, number: number): string[] {
  const above: string[] = []
  let member = read(members, number)
  while (member.introduction && above.length <= people) {
    above.push(member.introduction.introducerId)
    member = read(members, Number(member.introduction.introducerId.slice(4)))
  }
  return above
}

/** Members whose place in the chain is wrong. */
const misplaced = (members: Members): Member[] =>
  [...members].flatMap(([number, member]) => {
    const above = ancestors(members, number)
    const introducer = member.introduction && read(members, Number(member.introduction.introducerId.slice(4)))
    const isRight =
      !above.includes(member.customerId) && above.length === member.depth && introducer?.hasIntroduced !== false
    return isRight ? [] : [member]
  })

test('no visits, in no order, with however stale reads, make a circle, a wrong depth or a second introduction', () => {
  fc.assert(
    fc.property(rounds, (played) => {
      const members: Members = new Map()
      for (const { acts, order } of played) {
        const introductions = new Map([...members].map(([number, { introduction }]) => [number, introduction]))
        const steps = acts.map((each) => decide(members, each))
        for (const at of order) {
          const step = steps[at]
          if (step) write(members, step)
          expect(misplaced(members)).toEqual([])
        }
        for (const [number, introduction] of introductions)
          if (introduction) expect(read(members, number).introduction).toEqual(introduction)
      }
    }),
    { numRuns: 300 },
  )
})

test('two who visit each other’s links at the same time: one introduces the other, and the second try changes nothing', () => {
  const members: Members = new Map()
  const acts: readonly Act[] = [
    { kind: 'visit', who: 1, owner: 2 },
    { kind: 'visit', who: 2, owner: 1 },
  ]
  const steps = acts.map((each) => decide(members, each))
  expect(steps.map((step) => write(members, step))).toEqual([true, false])
  for (const each of acts) write(members, decide(members, each))
  expect(misplaced(members)).toEqual([])
  expect([read(members, 1).depth, read(members, 2).depth]).toEqual([1, 0])
})

test('who pays while being introduced is one or the other first, never both at once', () => {
  const members: Members = new Map()
  const steps = [decide(members, { kind: 'pay', who: 1 }), decide(members, { kind: 'visit', who: 1, owner: 2 })]
  expect(steps.map((step) => write(members, step))).toEqual([true, false])
  expect(read(members, 1)).toMatchObject({ introduction: null, firstPaidAt: now })
})
