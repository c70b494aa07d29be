import * as z from 'zod'
import type { ChainNode } from '../../domain/referrals/chain-node.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { InvalidCursor } from '../shared/dynamo-expressions.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import type { Reader } from '../shared/storage.ts'
import { loadNode } from './chain-store.ts'
import { MemberView, memberView } from './chain-views.ts'

export const listMemberPath = endpoint(
  {
    summary: 'The chain above a customer: who introduced them, who introduced that one, up to whom nobody introduced.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    query: PageQuery,
    reply: pageOf(MemberView),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, customerId }, query: { limit, cursor } }, { db }) => {
    const from = cursor === undefined ? (await loadNode(db, { shopId, customerId })).introducerId : whoIs(cursor)
    const { nodes, next } = await pathFrom(db, shopId, from, limit)
    const items = nodes.map(memberView)
    return { ok: true, reply: next === null ? { items } : { items, cursor: next } }
  },
)

/** The cursor is whoever is next on the way up: an introduction never changes, so neither does the way. */
function whoIs(cursor: string): CustomerId {
  const customerId = CustomerId.safeParse(cursor)
  if (!customerId.success) throw new InvalidCursor()
  return customerId.data
}

/** So many nodes up, one after another. */
async function pathFrom(db: Reader, shopId: ShopId, from: CustomerId | null, limit: number) {
  const nodes: ChainNode[] = []
  let next = from
  while (next !== null && nodes.length < limit) {
    const node = await loadNode(db, { shopId, customerId: next })
    nodes.push(node)
    next = node.introducerId
  }
  return { nodes, next }
}
