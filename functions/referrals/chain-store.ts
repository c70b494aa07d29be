import { ChainNode, isUntold, newNode } from '../../domain/referrals/chain-node.ts'
import { totalWorth } from '../../domain/referrals/worth.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { parseItem } from '../shared/event-log.ts'
import { type MergedList, mergedPage } from '../shared/merged-pages.ts'
import { shardOf } from '../shared/shard-of.ts'
import { type Attributes, type Key, queryLimitMax, type Reader, type Write } from '../shared/storage.ts'
import { memberPk } from './member-store.ts'

export type NodeId = Pick<ChainNode, 'shopId' | 'customerId'>

const nodeKey = ({ shopId, customerId }: NodeId): Key => ({
  table: 'referrals',
  pk: memberPk(shopId, customerId),
  sk: 'CHAIN',
})

/** Nodes of these customers, in that order; an empty one of version 0 where there is none. At most a hundred. */
export async function loadNodes(db: Reader, ids: readonly NodeId[]): Promise<ChainNode[]> {
  if (ids.length === 0) return []
  const items = await db.getMany(ids.map(nodeKey))
  return ids.map((id, at) => parseItem(ChainNode, items[at]) ?? newNode(id.shopId, id.customerId))
}

export const loadNode = async (db: Reader, id: NodeId): Promise<ChainNode> =>
  parseItem(ChainNode, await db.get(nodeKey(id))) ?? newNode(id.shopId, id.customerId)

/** Puts a node over the one that was read, or makes it. */
export function nodeWrite(node: ChainNode): Write {
  const key = nodeKey(node)
  const name = `chain node ${node.shopId} ${node.customerId}`
  const attributes = { ...node, version: node.version + 1, ...untoldKeys(node), ...listKeys(node) }
  if (node.version === 0) return { kind: 'create', name, key, attributes }
  return { kind: 'replace', name, key, attributes, atVersion: node.version }
}

/** Parts of the index of nodes that have something to tell; those below one introducer are in one. */
const untoldShards = 8
const untoldPk = (shard: number) => `UNTOLD#${shard}`
/** Digits of an amount or a depth in a sort key: the largest safe integer has 16. */
const digits = 16
const ascending = (value: number) => String(Math.max(0, value)).padStart(digits, '0')
const descending = (value: number) => ascending(Number.MAX_SAFE_INTEGER - value)

/** The deepest first, brothers and sisters beside each other, so that what they tell adds up before it is written. */
function untoldKeys(node: ChainNode): Attributes {
  const { shopId, customerId, introducerId, depth } = node
  if (introducerId === null || !isUntold(node)) return {}
  const shard = shardOf(introducerId, untoldShards)
  return { untoldPk: untoldPk(shard), untoldSk: [descending(depth), shopId, introducerId, customerId].join('#') }
}

/** A node that has something to tell, and its depth. */
export type UntoldId = NodeId & { readonly depth: number }

/**
 * Nodes that have something to tell, the deepest first: the deepest of each part of the index. From an index: some may have
 * told it a moment ago. Empty only where nobody has anything to tell.
 */
export async function listUntold(db: Reader): Promise<UntoldId[]> {
  const parts = await Promise.all(
    Array.from({ length: untoldShards }, (_, shard) =>
      db.query({ table: 'referrals', index: 'untold', pk: untoldPk(shard), limit: queryLimitMax }),
    ),
  )
  const places = parts.flatMap(({ items }) => items.map(({ untoldSk }) => String(untoldSk))).sort()
  return places.map((place) => {
    const [depth, shopId, , customerId] = place.split('#')
    const id = { shopId: ShopId.parse(shopId), customerId: CustomerId.parse(customerId) }
    return { ...id, depth: Number.MAX_SAFE_INTEGER - Number(depth) }
  })
}

/** Parts of a list, so that the children of one referrer, or the referrers of one shop, are not on one partition. */
const listShards = 4
/** In place of an introducer: of those who came by nobody and brought somebody. */
const roots = 'ROOTS'
const childrenPk = (shopId: string, introducerId: string, shard: number) =>
  `CHILDREN#${shopId}#${introducerId}#${shard}`
const referrersPk = (shopId: string, shard: number) => `REFERRERS#${shopId}#${shard}`

/** What a node and all below it bought again: the size of its branch. */
const branchFen = ({ own, downstream }: ChainNode) => own.repurchasedFen + downstream.repurchasedFen

/** Where a node is listed: among the children of its introducer, or as a root; and among the referrers of the shop. */
function listKeys(node: ChainNode): Attributes {
  const { shopId, customerId, introducerId, introducedAt, direct } = node
  const shard = shardOf(customerId, listShards)
  const { amountFen, repurchasedFen } = totalWorth(direct.cohorts)
  const isReferrer = direct.people > 0
  const parent = introducerId ?? (isReferrer ? roots : undefined)
  return {
    ...(parent === undefined
      ? {}
      : {
          childrenPk: childrenPk(shopId, parent, shard),
          branchSk: `${ascending(branchFen(node))}#${ascending(node.downstream.people)}#${customerId}`,
        }),
    ...(introducedAt === null ? {} : { introducedSk: `${introducedAt}#${customerId}` }),
    ...(isReferrer
      ? {
          referrersPk: referrersPk(shopId, shard),
          netSk: `${ascending(amountFen)}#${customerId}`,
          repurchasedSk: `${ascending(repurchasedFen)}#${customerId}`,
        }
      : {}),
  }
}

type PageOf = { readonly limit: number; readonly cursor?: string }

const shardPks = (pkOf: (shard: number) => string) => Array.from({ length: listShards }, (_, shard) => pkOf(shard))

/** A page of nodes by a list of keys, the largest or the newest first; the nodes as they are now. */
async function pageOfNodes(
  db: Reader,
  shopId: ShopId,
  list: Pick<MergedList, 'index' | 'pks' | 'sortKey'>,
  page: PageOf,
) {
  const sk = { from: '0', to: '~' }
  const { items, ...rest } = await mergedPage(db, { table: 'referrals', sk, newestFirst: true, ...list }, page)
  const ids = items.map((item): NodeId => {
    const customerId = CustomerId.parse(String(item[list.sortKey]).split('#').at(-1))
    return { shopId, customerId }
  })
  return { nodes: await loadNodes(db, ids), ...rest }
}

/** Those whom somebody introduced, or the roots of a shop; the largest branch first, or the newest. From an index. */
export function listChildren(
  db: Reader,
  { shopId, introducerId }: { readonly shopId: ShopId; readonly introducerId: CustomerId | undefined },
  by: 'branch' | 'newest',
  page: PageOf,
) {
  const pks = shardPks((shard) => childrenPk(shopId, introducerId ?? roots, shard))
  const order =
    by === 'branch' ? { index: 'branches', sortKey: 'branchSk' } : { index: 'introduced', sortKey: 'introducedSk' }
  return pageOfNodes(db, shopId, { ...order, pks }, page)
}

/** Who introduced somebody, by what those bought, or bought again. From an index. */
export function listReferrers(db: Reader, shopId: ShopId, by: 'net' | 'repurchased', page: PageOf) {
  const pks = shardPks((shard) => referrersPk(shopId, shard))
  const order =
    by === 'net'
      ? { index: 'referrers-by-net', sortKey: 'netSk' }
      : { index: 'referrers-by-repurchased', sortKey: 'repurchasedSk' }
  return pageOfNodes(db, shopId, { ...order, pks }, page)
}
