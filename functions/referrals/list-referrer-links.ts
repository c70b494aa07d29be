import * as z from 'zod'
import { Funnel } from '../../domain/referrals/funnel.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { getManyMax } from '../shared/storage.ts'
import { funnelParts, loadFunnels } from './funnel-store.ts'
import { listLinks } from './link-store.ts'
import { LinkView, linkView } from './link-view.ts'
import type { LinksContext } from './links-context.ts'

/** Links whose funnels, each in its parts, one read holds. */
const linksMax = Math.floor(getManyMax / funnelParts)

export const listReferrerLinks = endpoint(
  {
    summary: 'The links of one referrer, less those that were revoked, each with what became of it.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    query: PageQuery.extend({ limit: z.coerce.number().int().min(1).max(linksMax).default(linksMax) }),
    reply: pageOf(z.object({ ...LinkView.shape, funnel: Funnel })),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, customerId: referrerId }, query }, { db, linkPage }: LinksContext) => {
    const { links, ...page } = await listLinks(db, { shopId, referrerId }, query)
    const funnels = await loadFunnels(
      db,
      shopId,
      links.map(({ code: id }) => ({ kind: 'link', id })),
    )
    const items = links.map((link, at) => ({ ...linkView(link, linkPage), funnel: funnels[at] ?? Funnel.parse({}) }))
    return { ok: true, reply: { items, ...page } }
  },
)
