import * as z from 'zod'
import { Channel, type Link, LinkCode, linkCodeLength, linksMax } from '../../domain/referrals/link.ts'
import { reasonNotReferring } from '../../domain/referrals/standing.ts'
import { CustomerId, ProductId, ShopId } from '../../domain/shared/ids.ts'
import { loadProduct } from '../catalog/product-store.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { findLink, type LinkOf, newLinkWrites } from './link-store.ts'
import { LinkView, linkView } from './link-view.ts'
import type { LinksContext } from './links-context.ts'
import { checkMember, loadMember } from './member-store.ts'
import { referralRefusals } from './refusals.ts'

export const createLink = endpoint(
  {
    summary:
      'The caller’s tracked link to a product or the whole shop for one channel; asked for again, it is the same link. Refused to who has left the shop’s referrals or was suspended.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({ productId: ProductId.exactOptional(), channel: Channel }),
    reply: LinkView,
    status: 201,
    refusals: pick(
      referralRefusals,
      'shop_not_found',
      'shop_closed',
      'product_not_found',
      'link_limit',
      'referrals_left',
      'referrer_suspended',
    ),
  },
  async ({ path: { shopId }, body, caller }, context: LinksContext) => {
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const [shop, product, { link: existing, count }, member] = await Promise.all([
        loadShop(context.db, shopId),
        body.productId === undefined ? undefined : loadProduct(context.db, shopId, body.productId),
        findLink(context.db, { shopId, referrerId, ...body }),
        loadMember(context.db, shopId, referrerId),
      ])
      const code = reasonNotReferring(member.standing)
      if (code) return { refusal: { code } }
      if (existing) return { reply: linkView(existing, context.linkPage) }
      if (!shop) return { refusal: { code: 'shop_not_found' } }
      if (shop.status !== 'open') return { refusal: { code: 'shop_closed' } }
      if (body.productId !== undefined && product?.status !== 'on_sale')
        return { refusal: { code: 'product_not_found', field: 'body.productId' } }
      if (count >= linksMax) return { refusal: { code: 'link_limit' } }
      const link = newLink(context, { shopId, referrerId, ...body })
      return { writes: [...newLinkWrites(link, count), checkMember(member)], reply: linkView(link, context.linkPage) }
    })
  },
)

function newLink({ randomCode, now }: Context, { productId, ...of }: LinkOf): Link {
  const code = LinkCode.parse(randomCode(linkCodeLength))
  return { code, ...of, ...(productId === undefined ? {} : { productId }), createdAt: now() }
}
