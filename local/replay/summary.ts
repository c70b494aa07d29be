import type { ChainNode } from '../../domain/referrals/chain-node.ts'
import type { ShopId } from '../../domain/shared/ids.ts'
import { loadNodes } from '../../functions/referrals/chain-store.ts'
import { getManyMax, type Reader } from '../../functions/shared/storage.ts'
import type { Replayed } from './run-replay.ts'

/** People shown of each ranking. */
const topMax = 10

/** What stands in the tables after a replay. */
export type Summary = {
  readonly introduced: number
  /** Customers at depth 0, 1, 2 … */
  readonly depth: readonly number[]
  readonly refused: Replayed['refused']
  readonly topByDirect: readonly (readonly [string, number])[]
  readonly topByDownstream: readonly (readonly [string, number])[]
}

/** The people of a replay as their stored figures tell of them. */
export async function summarise(db: Reader, shopId: ShopId, replayed: Replayed): Promise<Summary> {
  const people = [...replayed.people]
  const nodes: (readonly [string, ChainNode])[] = []
  for (let from = 0; from < people.length; from += getManyMax) {
    const some = people.slice(from, from + getManyMax)
    const loaded = await loadNodes(
      db,
      some.map(([, customerId]) => ({ shopId, customerId })),
    )
    nodes.push(...loaded.flatMap((node, at) => (some[at] ? [[some[at][0], node] as const] : [])))
  }
  const depth: number[] = []
  for (const [, node] of nodes) {
    while (depth.length <= node.depth) depth.push(0)
    depth[node.depth] = (depth[node.depth] ?? 0) + 1
  }
  const top = (count: (node: ChainNode) => number) =>
    nodes
      .map(([name, node]) => [name, count(node)] as const)
      .filter(([, people]) => people > 0)
      .sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
      .slice(0, topMax)
  return {
    introduced: replayed.introduced,
    depth,
    refused: replayed.refused,
    topByDirect: top(({ direct }) => direct.people),
    topByDownstream: top(({ downstream }) => downstream.people),
  }
}
