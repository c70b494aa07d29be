import type { Reply } from '../../api/call.ts'
import type { Part } from './use-chain.ts'

export type ChainAnswer = Reply<'get-chain'>
export type ChainNode = ChainAnswer['nodes'][number]
export type Edge = ChainAnswer['edges'][number]

/** What several answers came to: one node a person. */
export type Drawn = { readonly nodes: ReadonlyMap<string, ChainNode>; readonly edges: readonly Edge[] }

/** Lays answers over each other; who is in several is as the first one told, but for the root that a later one began at. */
export function mergeAnswers(parts: readonly Part[], answers: readonly (ChainAnswer | undefined)[]): Drawn {
  const nodes = new Map<string, ChainNode>()
  const introducerOf = new Map<string, string>()
  for (const [at, answer] of answers.entries()) {
    if (!answer) continue
    for (const node of answer.nodes) if (!nodes.has(node.customerId)) nodes.set(node.customerId, node)
    for (const { from, to } of answer.edges) introducerOf.set(to, from)
    const root = nodes.get(parts[at]?.root ?? '')
    if (root) nodes.set(root.customerId, restOf(root, answer.cursor))
  }
  const edges = [...introducerOf].flatMap(([to, from]) => (nodes.has(from) && nodes.has(to) ? [{ from, to }] : []))
  return { nodes, edges }
}

/** A node after those of its introduced before the cursor have been told. */
function restOf({ cursor: _, ...node }: ChainNode, cursor: string | undefined): ChainNode {
  return { ...node, hasMore: cursor !== undefined, ...(cursor === undefined ? {} : { cursor }) }
}

/** Units of the picture between two rings: many, as the library draws lines between whole units. */
export const ringUnits = 1_000

/** A place in the picture; the root or the shop is at 0, 0 and every step below is one ring further out. */
export type Place = { readonly x: number; readonly y: number; readonly level: number }

/**
 * Everybody on the ring of their step, each branch in an arc as wide as it has ends, so that no two lines cross.
 * Work grows with the number of people and nothing else.
 */
export function placeChain({ nodes, edges }: Drawn, isFromOne: boolean): Map<string, Place> {
  const below = new Map<string, string[]>()
  for (const { from, to } of edges) {
    const siblings = below.get(from)
    if (siblings) siblings.push(to)
    else below.set(from, [to])
  }
  const introduced = new Set(edges.map(({ to }) => to))
  const tops = [...nodes.keys()].filter((id) => !introduced.has(id))
  const order = breadthFirst(tops, below)
  const ends = countEnds(order, below)
  const places = new Map<string, Place>()
  const starts = new Map<string, number>()
  const turn = 2 * Math.PI
  const all = tops.reduce((sum, id) => sum + (ends.get(id) ?? 1), 0)
  const put = (ids: readonly string[], from: number, level: number) => {
    let start = from
    for (const id of ids) {
      const width = (turn * (ends.get(id) ?? 1)) / all
      const angle = start + width / 2
      starts.set(id, start)
      const radius = level * ringUnits
      places.set(id, { x: radius * Math.cos(angle), y: radius * Math.sin(angle), level })
      start += width
    }
  }
  put(tops, 0, isFromOne && tops.length === 1 ? 0 : 1)
  for (const id of order) put(below.get(id) ?? [], starts.get(id) ?? 0, (places.get(id)?.level ?? 0) + 1)
  return places
}

type Below = ReadonlyMap<string, readonly string[]>

function breadthFirst(tops: readonly string[], below: Below): string[] {
  const order = [...tops]
  // What is added while one goes through it is gone through, too.
  for (const id of order) for (const child of below.get(id) ?? []) order.push(child)
  return order
}

/** How many below each have nobody below them; one for those themselves. */
function countEnds(order: readonly string[], below: Below): Map<string, number> {
  const ends = new Map<string, number>()
  for (const id of order.toReversed()) {
    const children = below.get(id)
    ends.set(id, children ? children.reduce((sum, child) => sum + (ends.get(child) ?? 1), 0) : 1)
  }
  return ends
}
