import * as z from 'zod'
import type { Refusal } from '../shared/decision.ts'
import { CustomerId, ProductId, ShopId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'

/** Characters of a link's code: with digits and letters, 12 make about 71 bits, so none is found by trying. WeChat's
 *  scene takes 32 characters, which leaves room for what a mini-program adds. */
export const linkCodeLength = 12
export const LinkCode = z.string().regex(new RegExp(`^[0-9A-Za-z]{${linkCodeLength}}$`))

/** Where a link is shown: a word of the shop's own, e.g. `moments`, `group`, `weibo`, `poster`. */
export const Channel = z.string().regex(/^[a-z0-9_-]{1,20}$/)

/** A tracked link: who refers, to what, where it is shown. One for ever per (shop, referrer, product or shop, channel). */
export const Link = z.object({
  code: LinkCode,
  shopId: ShopId,
  referrerId: CustomerId,
  /** The product it leads to; absent when it leads to the shop. */
  productId: ProductId.exactOptional(),
  channel: Channel,
  createdAt: Moment,
  /** Since then visits by it do not count; those before do, and so do orders that they won. */
  revokedAt: Moment.exactOptional(),
})
export type Link = z.infer<typeof Link>

/** What a mini-program's page reads a link's code from: WeChat gives it this parameter where a code picture was scanned, so
 *  that cards and links name it so too. */
const codeParameter = 'scene'

/** The query by which a page of the mini-program is opened through a link. */
export const linkQuery = (code: string): string => `${codeParameter}=${code}`

/**
 * What a link is shared by: `path` for `onShareAppMessage`, `query` for `onShareTimeline`, which takes no path.
 * @param page the mini-program's page for links, without a slash in front.
 */
export const shareCard = (code: string, page: string) => ({
  path: `/${page}?${linkQuery(code)}`,
  query: linkQuery(code),
})

/** Links of one referrer in one shop: every product on several channels. Revoked ones too, so that nobody makes codes without
 *  end. */
export const linksMax = 500
/** Links shown in one answer. */
export const linksShownMax = 100

export type LinkRefusal = Refusal<'shop_closed' | 'product_not_found' | 'link_limit'>
