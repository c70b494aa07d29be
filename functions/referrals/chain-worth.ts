import { type ChainNode, type Own, organicCohorts, setOwn } from '../../domain/referrals/chain-node.ts'
import { addCohorts, noWorth, type Worth } from '../../domain/referrals/worth.ts'
import { CustomerId, type ShopId } from '../../domain/shared/ids.ts'
import type { Reader, Write } from '../shared/storage.ts'
import { loadNode, nodeWrite } from './chain-store.ts'
import { organicWrites } from './organic-store.ts'

/** Writes of one customer's change at most: the node, and the organic customers of the cohort left and of that come to. */
export const nodeWritesMax = 3

/** The writes by which a customer's purchases, as they are now, are known to the chains; none where they are known. */
export async function chainWorthWrites(
  db: Reader,
  { shopId, customerId, own }: { readonly shopId: ShopId; readonly customerId: CustomerId; readonly own: Own },
): Promise<Write[]> {
  const node = await loadNode(db, { shopId, customerId })
  const names = Object.keys(own) as (keyof Own)[]
  return names.every((name) => node.own[name] === own[name]) ? [] : changedNodeWrites(node, setOwn(node, own))
}

/** A changed node, and what it changes for the organic customers of its shop. */
export function changedNodeWrites(before: ChainNode, after: ChainNode): Write[] {
  const change = addCohorts(organicCohorts(after), organicCohorts(before), -1)
  return [nodeWrite(after), ...organicWrites(after, change)]
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
