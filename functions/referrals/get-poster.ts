import * as z from 'zod'
import { imagePath } from '../../domain/catalog/image.ts'
import type { Product } from '../../domain/catalog/product.ts'
import { type Link, LinkCode } from '../../domain/referrals/link.ts'
import { type PosterContent, posterDesign } from '../../domain/referrals/poster.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import type { Shop } from '../../domain/shops/shop.ts'
import { loadImage } from '../catalog/image-store.ts'
import { PicturePath, servedAt } from '../catalog/picture-path.ts'
import { loadProduct } from '../catalog/product-store.ts'
import { commit } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import type { WechatAnswer } from '../shared/wechat-answer.ts'
import { loadShop } from '../shops/shop-store.ts'
import { makeCodePicture } from './code-picture.ts'
import { findCodePicture, findPoster, keepPoster } from './link-code-store.ts'
import type { PostersContext } from './links-context.ts'
import { findOwnLink } from './own-link.ts'
import { type DrawnPicture, drawnPicture } from './picture-size.ts'
import { readPicture } from './read-picture.ts'
import { referralRefusals } from './refusals.ts'
import { storePicture } from './store-picture.ts'

export const getPoster = endpoint(
  {
    summary:
      'Where the poster of a link is, a PNG with the product’s first JPEG or PNG picture, title, price and the code that opens the link: made when what it shows has changed, served like the images of products.',
    path: z.strictObject({ shopId: ShopId, code: LinkCode }),
    reply: z.object({ path: PicturePath }),
    status: 200,
    refusals: pick(
      referralRefusals,
      'link_not_found',
      'shop_closed',
      'product_not_found',
      'wechat_too_frequent',
      'wechat_unavailable',
    ),
  },
  async ({ path, caller }, context: PostersContext) => {
    const { db } = context
    const link = await findOwnLink(db, path, caller)
    if (!link) return { ok: false, refusal: { code: 'link_not_found' } }
    const [shop, product, known] = await Promise.all([
      loadShop(db, link.shopId),
      link.productId === undefined ? undefined : loadProduct(db, link.shopId, link.productId),
      findPoster(db, link.code),
    ])
    if (shop?.status !== 'open') return { ok: false, refusal: { code: 'shop_closed' } }
    if (link.productId !== undefined && product?.status !== 'on_sale')
      return { ok: false, refusal: { code: 'product_not_found' } }
    const content = contentOf(shop, product)
    const printOf = (imageKey?: string) =>
      fingerprint({ ...content, imageKey, page: context.linkPage, design: posterDesign })
    const imageKey = await drawableImage(context, product)
    if (known?.print === printOf(imageKey)) return { ok: true, reply: { path: known.path } }
    const picture = imageKey === undefined ? undefined : await readPicture(context, imageKey)
    // A picture that cannot be had is asked for again at each call, and the poster without it made once.
    const print = printOf(picture && imageKey)
    if (known?.print === print) return { ok: true, reply: { path: known.path } }
    const code = await codeOf(context, link)
    if (!code.ok) return code
    const bytes = await context.renderPoster(content, { code: code.data, ...(picture ? { picture } : {}) })
    // Another price is another address, so that nobody who keeps pictures shows the old one.
    const key = `images/${link.shopId}/posters/${link.code}-${print}`
    await storePicture(context, key, { contentType: 'image/png', bytes })
    const reply = { path: servedAt(key) }
    // What changed meanwhile is seen by the next call, as it has another print.
    return commit(context, async () => ({ writes: [keepPoster(link.code, { ...reply, print })], reply }))
  },
)

const contentOf = (shop: Shop, product: Product | undefined): PosterContent =>
  product
    ? { title: product.title, shopName: shop.name, pricesFen: product.skus.map(({ priceFen }) => priceFen) }
    : { title: shop.name, pricesFen: [] }

/** Key of the first picture of a kind that the renderer knows; WebP it does not. */
async function drawableImage({ db }: PostersContext, product: Product | undefined): Promise<string | undefined> {
  if (!product) return undefined
  const images = await Promise.all(product.imageIds.map((imageId) => loadImage(db, product.shopId, imageId)))
  const first = images.find((image) => image && image.contentType !== 'image/webp')
  return first && imagePath(product.shopId, first.imageId)
}

/** The code that was made before, or a new one where there is none, or it was lost. */
async function codeOf(context: PostersContext, link: Link): Promise<WechatAnswer<DrawnPicture>> {
  const known = await findCodePicture(context.db, link.code, context.linkPage)
  const kept = known === undefined ? undefined : await readPicture(context, known.slice(1))
  if (kept) return { ok: true, data: kept }
  const made = await makeCodePicture(context, link)
  if (!made.ok) return made
  const picture = drawnPicture(made.data.picture.bytes)
  if (!picture) throw new Error('WeChat made a code that is neither PNG nor JPEG')
  return { ok: true, data: picture }
}
