import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listLinks as list } from './link-store.ts'
import { LinkView, linkView } from './link-view.ts'
import type { LinksContext } from './links-context.ts'

export const listLinks = endpoint(
  {
    summary: 'The caller’s links in a shop, less those that were revoked.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(LinkView),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query, caller }, context: LinksContext) => {
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    const { links, ...page } = await list(context.db, { shopId, referrerId }, query)
    return { ok: true, reply: { items: links.map((link) => linkView(link, context.linkPage)), ...page } }
  },
)
