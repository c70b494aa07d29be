import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listChildren } from './chain-store.ts'
import { MemberView, memberView } from './chain-views.ts'

export const listMemberIntroduced = endpoint(
  {
    summary: 'Those whom a customer introduced to a shop, the latest first, each with what is below them.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    query: PageQuery,
    reply: pageOf(MemberView),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, customerId: introducerId }, query }, { db }) => {
    const { nodes, ...rest } = await listChildren(db, { shopId, introducerId }, 'newest', query)
    return { ok: true, reply: { items: nodes.map(memberView), ...rest } }
  },
)
