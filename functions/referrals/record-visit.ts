import * as z from 'zod'
import { LinkCode } from '../../domain/referrals/link.ts'
import { LaunchScene, visitBy } from '../../domain/referrals/visit.ts'
import { CustomerId, ProductId, ShopId, VisitorId } from '../../domain/shared/ids.ts'
import { shopDay } from '../../domain/shared/time.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { loadLink } from './link-store.ts'
import { referralRefusals } from './refusals.ts'
import { visitOfCustomer } from './visit-of-customer.ts'
import { visitorVisitWrite } from './visit-store.ts'

export const recordVisit = endpoint(
  {
    summary:
      'Record that somebody opened a tracked link: at once, before login under the device’s visitorId, after it under the customer.',
    path: z.strictObject({ code: LinkCode }),
    body: z.strictObject({ visitorId: VisitorId.exactOptional(), launchScene: LaunchScene.exactOptional() }),
    reply: z.object({ shopId: ShopId, productId: ProductId.exactOptional() }),
    status: 201,
    refusals: pick(referralRefusals, 'link_not_found', 'visitor_unknown'),
  },
  async ({ path, body, caller }, context) =>
    commit(context, async () => {
      const now = context.now()
      const link = await loadLink(context.db, path.code)
      const shop = link && (await loadShop(context.db, link.shopId))
      if (!link || shop?.status !== 'open') return { refusal: { code: 'link_not_found' } }
      const visit = visitBy(link, shopDay(now, shop.timeZone), body.launchScene, now)
      const { shopId, productId } = link
      const reply = productId === undefined ? { shopId } : { shopId, productId }
      if (caller) return { ...(await visitOfCustomer(context.db, CustomerId.parse(caller.customerId), visit)), reply }
      if (!body.visitorId) return { refusal: { code: 'visitor_unknown', field: 'body.visitorId' } }
      return { writes: [await visitorVisitWrite(context.db, body.visitorId, visit)], reply }
    }),
)
