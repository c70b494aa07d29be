import * as z from 'zod'
import { Channel, type Link, LinkCode, linkCodeLength, linksMax } from '../../domain/referrals/link.ts'
import { CustomerId, ProductId, ShopId } from '../../domain/shared/ids.ts'
import { loadProduct } from '../catalog/product-store.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { findLink, newLinkWrites } from './link-store.ts'
import { LinkView, linkView } from './link-view.ts'
import type { LinksContext } from './links-context.ts'
import { referralRefusals } from './refusals.ts'

export const createLink = endpoint(
  {
    summary:
      'The caller’s tracked link to a product or the whole shop for one channel; asked for again, it is the same link.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({ productId: ProductId.exactOptional(), channel: Channel }),
    reply: LinkView,
    status: 201,
    refusals: pick(referralRefusals, 'shop_not_found', 'shop_closed', 'product_not_found', 'link_limit'),
  },
  async ({ path: { shopId }, body, caller }, context: LinksContext) => {
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const [shop, product, { link: existing, count }] = await Promise.all([
        loadShop(context.db, shopId),
        body.productId === undefined ? undefined : loadProduct(context.db, shopId, body.productId),
        findLink(context.db, { shopId, referrerId, ...body }),
      ])
      if (existing) return { reply: linkView(existing, context.linkPage) }
      if (!shop) return { refusal: { code: 'shop_not_found' } }
      if (shop.status !== 'open') return { refusal: { code: 'shop_closed' } }
      if (body.productId !== undefined && product?.status !== 'on_sale')
        return { refusal: { code: 'product_not_found', field: 'body.productId' } }
      if (count >= linksMax) return { refusal: { code: 'link_limit' } }
      const code = LinkCode.parse(context.randomCode(linkCodeLength))
      const link: Link = { code, shopId, referrerId, ...body, createdAt: context.now() }
      return { writes: newLinkWrites(link, count), reply: linkView(link, context.linkPage) }
    })
  },
)
