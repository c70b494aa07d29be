import * as z from 'zod'
import { isAutomated } from '../../domain/referrals/automated-visit.ts'
import { LinkCode } from '../../domain/referrals/link.ts'
import { reasonNotReferring } from '../../domain/referrals/standing.ts'
import { LaunchScene, visitBy } from '../../domain/referrals/visit.ts'
import { CustomerId, ProductId, ShopId, VisitorId } from '../../domain/shared/ids.ts'
import { shopDay } from '../../domain/shared/time.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { loadLink } from './link-store.ts'
import { loadMember } from './member-store.ts'
import { referralRefusals } from './refusals.ts'
import { visitOfCustomer } from './visit-of-customer.ts'
import { visitorVisitWrites } from './visit-store.ts'

export const recordVisit = endpoint(
  {
    summary:
      'Record that somebody opened a tracked link: at once, before login under the device’s visitorId, after it under the customer.',
    path: z.strictObject({ code: LinkCode }),
    body: z.strictObject({ visitorId: VisitorId.exactOptional(), launchScene: LaunchScene.exactOptional() }),
    reply: z.object({
      shopId: ShopId,
      productId: ProductId.exactOptional(),
      isCounted: z.boolean().meta({
        description:
          'False for a link that was revoked or whose owner takes no part in the shop’s referrals, and for crawlers and previews.',
      }),
    }),
    status: 201,
    refusals: pick(referralRefusals, 'link_not_found', 'visitor_unknown'),
  },
  async ({ path, body, caller, raw }, context) =>
    commit(context, async () => {
      const now = context.now()
      const link = await loadLink(context.db, path.code)
      const [shop, referrer] = link
        ? await Promise.all([loadShop(context.db, link.shopId), loadMember(context.db, link.shopId, link.referrerId)])
        : []
      if (!link || !referrer || shop?.status !== 'open') return { refusal: { code: 'link_not_found' } }
      const visit = visitBy(link, shopDay(now, shop.timeZone), body.launchScene, now)
      const { shopId, productId } = link
      const isShared = link.revokedAt === undefined && reasonNotReferring(referrer.standing) === undefined
      const isCounted = isShared && !isAutomated(raw.headers, body.launchScene)
      const reply = { shopId, ...(productId === undefined ? {} : { productId }), isCounted }
      if (!isCounted) return { reply }
      if (caller) return { ...(await visitOfCustomer(context.db, CustomerId.parse(caller.customerId), visit)), reply }
      if (!body.visitorId) return { refusal: { code: 'visitor_unknown', field: 'body.visitorId' } }
      return { writes: await visitorVisitWrites(context.db, body.visitorId, visit), reply }
    }),
)
