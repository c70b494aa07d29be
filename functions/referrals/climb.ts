import { type ChainNode, isUntold, tell } from '../../domain/referrals/chain-node.ts'
import { commitFact } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { type Reader, transactionWritesMax } from '../shared/storage.ts'
import { listUntold, loadNodes, type NodeId, nodeWrite, type UntoldId } from './chain-store.ts'

/** Nodes that one transaction writes. */
export const nodesPerTransaction = transactionWritesMax
/** Nodes that one run takes from the index; what is left is next in a minute. A transaction takes some hundredth of a
 *  second, so this is far within a function's time. */
const nodesPerRun = 20_000

/** One that climbs, and what it needs of the context. */
type Climber = Pick<Context, 'db' | 'pause'>

/**
 * Carries what is new up the chains until the index shows nothing more of it, the deepest first. Whatever many below one
 * referrer have to tell adds up on the way, so that even the referrer of a hundred thousand is written once for a hundred.
 * @returns how many nodes it found with something to tell.
 */
export async function climbChains(context: Climber): Promise<number> {
  let seen = 0
  while (seen < nodesPerRun) {
    const listed = await listUntold(context.db)
    if (listed.length === 0) break
    seen += listed.length
    let written = 0
    for (let rest: readonly UntoldId[] = listed; rest.length > 0; ) {
      const climbed = await climbSome(context, rest)
      written += climbed.written
      rest = climbed.rest
    }
    // The index is behind: all that it shows was told a moment ago. What it does not show yet is next in a minute.
    if (written === 0) break
  }
  return seen
}

/**
 * Carries what the first of these have to tell, and no node above tells before all of these below it did: it would have to
 * tell again. The last ones go up as far as one transaction reaches.
 * @returns how many nodes it wrote, and those that have not told yet, the deepest first.
 */
async function climbSome(context: Climber, untold: readonly UntoldId[]) {
  const some = untold.slice(0, nodesPerTransaction)
  const rest = untold.slice(nodesPerTransaction)
  const reply = await commitFact(context, async () => {
    const { nodes, changed } = await planClimb(context.db, some, rest[0]?.depth ?? 0)
    const writes = [...changed].flatMap((name) => nodes.get(name) ?? []).map(nodeWrite)
    const left = some.filter((id) => hasToTell(nodes.get(nameOf(id))))
    return { writes, reply: { written: writes.length, left } }
  })
  return { written: reply.written, rest: [...reply.left, ...rest] }
}

/**
 * The nodes that change when these tell their introducers, and those theirs, level by level from the deepest down to
 * `depthMin`, until there is no more to tell or no more room. What is not told stays in the index.
 */
async function planClimb(db: Reader, ids: readonly NodeId[], depthMin: number) {
  const nodes = new Map<string, ChainNode>()
  const changed = new Set<string>()
  for (const node of await loadNodes(db, ids)) nodes.set(nameOf(node), node)
  for (;;) {
    const telling = deepestUntold(nodes, changed, depthMin)
    if (telling.length === 0) return { nodes, changed }
    const missing = telling.map(parentOf).filter((parent) => !nodes.has(nameOf(parent)))
    const parents = new Map(missing.map((parent) => [nameOf(parent), parent]))
    for (const parent of await loadNodes(db, [...parents.values()])) nodes.set(nameOf(parent), parent)
    for (const child of telling) {
      const [name, parentName] = [nameOf(child), nameOf(parentOf(child))]
      const parent = nodes.get(parentName)
      if (!parent) throw new Error('A parent was loaded')
      const told = tell(child, parent)
      nodes.set(name, told.child).set(parentName, told.parent)
      changed.add(name).add(parentName)
    }
  }
}

const hasToTell = (node: ChainNode | undefined): boolean =>
  node !== undefined && node.introducerId !== null && isUntold(node)

/** Of the deepest level that has something to tell, as many as there is room for, with their introducers. */
function deepestUntold(
  nodes: ReadonlyMap<string, ChainNode>,
  changed: ReadonlySet<string>,
  depthMin: number,
): ChainNode[] {
  const untold = [...nodes.values()].filter((node) => node.depth >= depthMin && hasToTell(node))
  const depth = Math.max(...untold.map((node) => node.depth))
  const touched = new Set(changed)
  return untold
    .filter((node) => node.depth === depth)
    .sort((a, b) => (nameOf(parentOf(a)) < nameOf(parentOf(b)) ? -1 : 1))
    .filter((node) => {
      const added = [nameOf(node), nameOf(parentOf(node))].filter((name) => !touched.has(name))
      if (touched.size + added.length > nodesPerTransaction) return false
      for (const name of added) touched.add(name)
      return true
    })
}

const nameOf = ({ shopId, customerId }: NodeId): string => `${shopId} ${customerId}`

function parentOf({ shopId, introducerId }: ChainNode): NodeId {
  if (introducerId === null) throw new Error('Who tells was introduced')
  return { shopId, customerId: introducerId }
}
