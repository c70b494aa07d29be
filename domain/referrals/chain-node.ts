import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { CustomerId, ShopId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'
import { addCohorts, addWorth, Cohort, Cohorts, isNothing, noWorth, totalWorth, Worth } from './worth.ts'

const People = z.int().min(0)
/** People somewhere below, and what they bought. */
const Downstream = z.object({ people: People, ...Worth.shape })
type Downstream = z.infer<typeof Downstream>

/**
 * A customer's place in the chains of a shop with the sums over everybody below, so that reading them takes one item
 * however long or wide the chain is. What is new here is `untold` until it is added to the introducer's own node.
 */
export const ChainNode = z.object({
  shopId: ShopId,
  customerId: CustomerId,
  /** Null for who came by nobody; it changes once at most. */
  introducerId: CustomerId.nullable(),
  introducedAt: Moment.nullable(),
  /** Steps up to somebody whom nobody introduced. */
  depth: z.int().min(0),
  /** The customer's own purchases; the cohort is that of the first, null without one. */
  own: z.object({ cohort: Cohort.nullable(), ...Worth.shape }),
  /** Those whom the customer introduced. */
  direct: z.object({ people: People, cohorts: Cohorts, firstAt: Moment.nullable(), lastAt: Moment.nullable() }),
  /** All below, the direct ones too. */
  downstream: Downstream,
  /** Depth of the deepest below; the own one where nobody is. */
  deepest: z.int().min(0),
  /** What the introducer's node has not been told: that somebody came (0 or 1), their purchases, and all from below. */
  untold: z.object({ self: People, own: Cohorts, below: Downstream }),
  /** Number of writes; 0 for who has no node yet. */
  version: z.int().min(0),
})
export type ChainNode = z.infer<typeof ChainNode>
export type Own = ChainNode['own']

const nobody: Downstream = { people: 0, ...noWorth }
const nothingUntold: ChainNode['untold'] = { self: 0, own: {}, below: nobody }

/** Somebody of whom no chain knows yet. */
export const newNode = (shopId: ShopId, customerId: CustomerId): ChainNode => ({
  shopId,
  customerId,
  introducerId: null,
  introducedAt: null,
  depth: 0,
  own: { cohort: null, ...noWorth },
  direct: { people: 0, cohorts: {}, firstAt: null, lastAt: null },
  downstream: nobody,
  deepest: 0,
  untold: nothingUntold,
  version: 0,
})

/** The node of a newcomer who is introduced; what is known of their purchases counts below the introducer from then on. */
export function joinChain(
  node: ChainNode,
  { introducerId, depth, at }: { readonly introducerId: CustomerId; readonly depth: number; readonly at: string },
): ChainNode {
  assert(node.introducerId === null && node.direct.people === 0, 'only a newcomer joins, once')
  assert(introducerId !== node.customerId && depth >= 1, 'who joins is below another')
  const untold = { ...nothingUntold, self: 1, own: ownCohorts(node.own) }
  return { ...node, introducerId, introducedAt: at, depth, deepest: depth, untold }
}

/** The node with the customer's purchases as they are now. */
export function setOwn(node: ChainNode, own: Own): ChainNode {
  const change = addCohorts(ownCohorts(own), ownCohorts(node.own), -1)
  if (node.introducerId === null) return { ...node, own }
  return { ...node, own, untold: { ...node.untold, own: addCohorts(node.untold.own, change) } }
}

/** The purchases of somebody whom nobody introduced; nothing of who was introduced. */
export const organicCohorts = ({ introducerId, own }: ChainNode): Cohorts =>
  introducerId === null ? ownCohorts(own) : {}

const ownCohorts = ({ cohort, ...worth }: Own): Cohorts => (cohort === null ? {} : { [cohort]: worth })

export const isUntold = ({ untold: { self, own, below } }: ChainNode): boolean =>
  self > 0 || Object.keys(own).length > 0 || below.people > 0 || !isNothing(below)

/**
 * Adds what a node has not told to that of its introducer, which then has it to tell in turn. Both are written in one
 * transaction, so every change arrives once at each node above, in whatever order nodes tell.
 */
export function tell(child: ChainNode, parent: ChainNode): { readonly child: ChainNode; readonly parent: ChainNode } {
  assert(child.introducerId === parent.customerId && child.shopId === parent.shopId, 'a node tells its introducer')
  assert(child.depth === parent.depth + 1, 'an introducer is one step above')
  const { self, own, below } = child.untold
  const gain = addDownstream(below, { people: self, ...totalWorth(own) })
  const { people, cohorts, firstAt, lastAt } = parent.direct
  const joinedAt = self > 0 ? child.introducedAt : null
  const direct = {
    people: people + self,
    cohorts: addCohorts(cohorts, own),
    firstAt: earlier(firstAt, joinedAt),
    lastAt: later(lastAt, joinedAt),
  }
  const told = {
    ...parent,
    direct,
    downstream: addDownstream(parent.downstream, gain),
    deepest: Math.max(parent.deepest, child.deepest),
  }
  return { child: { ...child, untold: nothingUntold }, parent: parent.introducerId === null ? told : owing(told, gain) }
}

const owing = (node: ChainNode, gain: Downstream): ChainNode => ({
  ...node,
  untold: { ...node.untold, below: addDownstream(node.untold.below, gain) },
})

const addDownstream = ({ people, ...worth }: Downstream, { people: more, ...moreWorth }: Downstream): Downstream => ({
  people: people + more,
  ...addWorth(worth, moreWorth),
})

const earlier = (a: string | null, b: string | null) => (a === null || (b !== null && b < a) ? b : a)
const later = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a)

/** Steps down to the deepest below; 0 where nobody is. */
export const reachOf = ({ deepest, depth }: ChainNode): number => deepest - depth
