import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ChainNode,
  isUntold,
  joinChain,
  newNode,
  type Own,
  organicCohorts,
  reachOf,
  setOwn,
  tell,
} from '../../../domain/referrals/chain-node.ts'
import { addCohorts, addWorth, type Cohorts, noWorth, totalWorth } from '../../../domain/referrals/worth.ts'
import { customerId, shopId } from '../shared/ids.ts'

const people = 8
const atOf = (number: number) => `2026-03-0${number}T08:00:00.000Z`

/** Whoever has a smaller number may introduce: whatever is drawn is a forest. */
const own = fc
  .record({
    cohort: fc.constantFrom('2026-01', '2026-02', '2026-03'),
    orders: fc.integer({ min: 1, max: 3 }),
    amountFen: fc.integer({ min: 1, max: 9_999 }),
    repurchasedFen: fc.integer({ min: 0, max: 5_000 }),
    repeatBuyers: fc.integer({ min: 0, max: 1 }),
    repeatBuyersByOrder: fc.integer({ min: 0, max: 1 }),
    purchaseDays: fc.integer({ min: 1, max: 3 }),
  })
  .map((told): Own => ({ buyers: 1, ...told }))
const step = fc.oneof(
  fc.record({ kind: fc.constant('join' as const), who: fc.integer({ min: 2, max: people }), under: fc.nat() }),
  fc.record({
    kind: fc.constant('buy' as const),
    who: fc.integer({ min: 1, max: people }),
    own: fc.oneof(own, fc.constant<Own>({ cohort: null, ...noWorth })),
  }),
  fc.record({ kind: fc.constant('tell' as const), who: fc.integer({ min: 1, max: people }) }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

const numberOf = ({ introducerId }: ChainNode) => (introducerId === null ? undefined : Number(introducerId.slice(4)))

function play(nodes: Map<number, ChainNode>, each: Step): void {
  const node = nodes.get(each.who) ?? newNode(shopId(), customerId(each.who))
  if (each.kind === 'buy') nodes.set(each.who, setOwn(node, each.own))
  if (each.kind === 'tell') tellUp(nodes, node, each.who)
  if (each.kind !== 'join' || node.introducerId !== null) return
  // As with introductions: who has introduced somebody is no newcomer.
  if ([...nodes.values()].some(({ introducerId }) => introducerId === node.customerId)) return
  const under = 1 + (each.under % (each.who - 1))
  const introducer = nodes.get(under) ?? newNode(shopId(), customerId(under))
  nodes.set(under, introducer)
  const place = { introducerId: introducer.customerId, depth: introducer.depth + 1, at: atOf(each.who) }
  nodes.set(each.who, joinChain(node, place))
}

function tellUp(nodes: Map<number, ChainNode>, node: ChainNode, who: number): void {
  const above = numberOf(node)
  if (above === undefined || !isUntold(node)) return
  const told = tell(node, nodes.get(above) ?? newNode(shopId(), customerId(above)))
  expect(isUntold(told.child), 'what was told is told again').toBe(false)
  nodes.set(who, told.child).set(above, told.parent)
}

/** All below, found by walking up from everybody. */
function below(nodes: ReadonlyMap<number, ChainNode>, number: number): ChainNode[] {
  return [...nodes.values()].filter((node) => {
    for (let up = numberOf(node); up !== undefined; ) {
      if (up === number) return true
      const above = nodes.get(up)
      up = above && numberOf(above)
    }
    return false
  })
}
const cohortsOf = (nodes: readonly ChainNode[]): Cohorts =>
  nodes.reduce<Cohorts>(
    (sum, { own: { cohort, ...worth } }) => (cohort ? addCohorts(sum, { [cohort]: worth }) : sum),
    {},
  )

test('whatever joins, buys, gives back and tells in any order: once all is told, every sum is that over the people', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: people })), (steps, order) => {
      const nodes = new Map<number, ChainNode>()
      for (const each of steps) play(nodes, each)
      const organic = cohortsOf([...nodes.values()].filter(({ introducerId }) => introducerId === null))
      for (const who of order) play(nodes, { kind: 'tell', who })
      while ([...nodes.values()].some((node) => node.introducerId !== null && isUntold(node)))
        for (const [who] of nodes) play(nodes, { kind: 'tell', who })
      for (const [number, node] of nodes) {
        const all = below(nodes, number)
        const direct = all.filter((each) => numberOf(each) === number)
        const moments = direct.flatMap(({ introducedAt }) => introducedAt ?? []).sort()
        expect(node.direct).toEqual({
          people: direct.length,
          cohorts: cohortsOf(direct),
          firstAt: moments[0] ?? null,
          lastAt: moments.at(-1) ?? null,
        })
        const worth = all.reduce((sum, each) => addWorth(sum, totalWorth(cohortsOf([each]))), noWorth)
        expect(node.downstream).toEqual({ people: all.length, ...worth })
        expect(reachOf(node)).toBe(Math.max(0, ...all.map(({ depth }) => depth - node.depth)))
      }
      expect([...nodes.values()].map(organicCohorts).reduce((sum, each) => addCohorts(sum, each), {})).toEqual(organic)
    }),
    { numRuns: 200 },
  )
})

test('nobody joins twice, under themselves, or after having introduced', () => {
  const joined = joinChain(newNode(shopId(), customerId(2)), { introducerId: customerId(1), depth: 1, at: atOf(2) })
  const { parent } = tell(joined, newNode(shopId(), customerId(1)))
  for (const node of [joined, parent])
    expect(() => joinChain(node, { introducerId: customerId(3), depth: 1, at: atOf(3) })).toThrow('newcomer')
  const self = { introducerId: customerId(3), depth: 1, at: atOf(3) }
  expect(() => joinChain(newNode(shopId(), customerId(3)), self)).toThrow('below another')
})
