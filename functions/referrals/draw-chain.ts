import type { ChainNode } from '../../domain/referrals/chain-node.ts'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import type { Reader } from '../shared/storage.ts'
import { listChildren, loadNode } from './chain-store.ts'

/** Nodes whose introduced are looked up for one answer: each takes a few reads. */
const openedMax = 60
/** Of one node at first; more of them come by its cursor. */
const childrenMax = 50

type Asked = {
  readonly root?: CustomerId
  readonly depth: number
  /** Nodes at most; a root and one below it at least. */
  readonly limit: number
  readonly cursor?: string
}
type Drawn = { readonly node: ChainNode; readonly level: number; shown: number; cursor?: string }

/**
 * The largest part of a chain that an answer holds. A branch is never larger than the one that it hangs on, so whoever opens
 * the largest node that is not open yet, each time, comes by the nodes in the order of their size.
 */
export async function drawChain(db: Reader, shopId: ShopId, asked: Asked) {
  const { root, limit, depth } = asked
  const drawn = new Map<CustomerId, Drawn>()
  const take = (nodes: readonly ChainNode[], level: number) => {
    for (const node of nodes) drawn.set(node.customerId, { node, level, shown: 0 })
  }
  if (root !== undefined && asked.cursor === undefined) take([await loadNode(db, { shopId, customerId: root })], 0)
  const room = limit - drawn.size
  const from = asked.cursor === undefined ? {} : { cursor: asked.cursor }
  const { nodes, ...next } = await listChildren(db, { shopId, introducerId: root }, 'branch', { limit: room, ...from })
  take(nodes, root === undefined ? 0 : 1)
  const first = root === undefined ? undefined : drawn.get(root)
  if (first) first.shown = nodes.length
  for (let opened = 0; opened < openedMax && drawn.size < limit; opened++) {
    const largest = largestClosed(drawn, depth)
    if (!largest) break
    const children = { shopId, introducerId: largest.node.customerId }
    const page = await listChildren(db, children, 'branch', { limit: Math.min(childrenMax, limit - drawn.size) })
    take(page.nodes, largest.level + 1)
    largest.shown = page.nodes.length
    if (page.cursor !== undefined) largest.cursor = page.cursor
    // From an index: those introduced a moment ago may not show.
    if (page.nodes.length === 0) largest.shown = largest.node.direct.people
  }
  return { nodes: [...drawn.values()].sort(byBranch).map(viewOf), edges: edgesOf(drawn), ...next }
}

/** The largest node with introduced of whom none is shown, above the last level. */
function largestClosed(drawn: ReadonlyMap<CustomerId, Drawn>, depth: number): Drawn | undefined {
  return [...drawn.values()]
    .filter(({ node, level, shown }) => level < depth && shown === 0 && node.direct.people > 0)
    .sort(byBranch)[0]
}

const branchOf = ({ own, downstream }: ChainNode) => ({
  amountFen: own.amountFen + downstream.amountFen,
  repurchasedFen: own.repurchasedFen + downstream.repurchasedFen,
})

function byBranch({ node: a }: Drawn, { node: b }: Drawn): number {
  const size = branchOf(b).repurchasedFen - branchOf(a).repurchasedFen
  return size || b.downstream.people - a.downstream.people || (a.customerId < b.customerId ? 1 : -1)
}

const viewOf = ({ node, shown, cursor }: Drawn) => ({
  customerId: node.customerId,
  depth: node.depth,
  people: node.downstream.people,
  ...branchOf(node),
  hasMore: shown < node.direct.people,
  ...(cursor === undefined ? {} : { cursor }),
})

/** From introducer to introduced; also from the root where it is not in the answer itself. */
const edgesOf = (drawn: ReadonlyMap<CustomerId, Drawn>) =>
  [...drawn.values()].flatMap(({ node: { customerId: to, introducerId: from }, level }) =>
    from === null || level === 0 ? [] : [{ from, to }],
  )
