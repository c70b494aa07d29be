import { type ChainNode, type Own, organicCohorts, setOwn } from '../../domain/referrals/chain-node.ts'
import { addCohorts, noWorth, type Worth } from '../../domain/referrals/worth.ts'
import { CustomerId, type ShopId } from '../../domain/shared/ids.ts'
import type { Reader, Write } from '../shared/storage.ts'
import { loadNode, nodeWrite } from './chain-store.ts'
import { organicWrites } from './organic-store.ts'

/** Writes of one customer's change at most: the node, and the organic customers of the cohort left and of that come to. */
export const nodeWritesMax = 3

/** A node as it was read, and as it is to be. */
export type NodeChange = { readonly before: ChainNode; readonly after: ChainNode }

/** What makes a customer's purchases, as they are now, known to the chains; nothing where they are known. */
export async function chainWorthChange(
  db: Reader,
  { shopId, customerId, own }: { readonly shopId: ShopId; readonly customerId: CustomerId; readonly own: Own },
): Promise<NodeChange[]> {
  const before = await loadNode(db, { shopId, customerId })
  const names = Object.keys(own) as (keyof Own)[]
  return names.every((name) => before.own[name] === own[name]) ? [] : [{ before, after: setOwn(before, own) }]
}

/** Changed nodes, and what they change together for the organic customers of their shop. */
export function changedNodeWrites(changes: readonly NodeChange[]): Write[] {
  const organic = changes.map(({ before, after }) => {
    const change = addCohorts(organicCohorts(after), organicCohorts(before), -1)
    return { node: after, change }
  })
  return [...changes.map(({ after }) => nodeWrite(after)), ...organicWrites(organic)]
}

/**
 * What everybody below a referrer has bought, as far as it has climbed; zeros for who is in no chain, as one from
 * elsewhere whom an imported file names.
 */
export async function loadChainWorth(db: Reader, shopId: ShopId, referrerId: string): Promise<Worth> {
  const customerId = CustomerId.safeParse(referrerId)
  if (!customerId.success) return noWorth
  const { people: _people, ...worth } = (await loadNode(db, { shopId, customerId: customerId.data })).downstream
  return worth
}
