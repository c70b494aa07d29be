import * as z from 'zod'
import { assert, type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { CommissionRateBps, Fen, PositiveFen } from '../shared/fen.ts'
import { type CustomerId, ProductId, ShopId, SkuId } from '../shared/ids.ts'
import { lineOfText, linesOfText } from '../shared/text.ts'
import { Moment } from '../shared/time.ts'
import { CategoryIds } from './category.ts'
import { ImageIds } from './image.ts'
import { moveQuantityMax } from './stock.ts'

/** Variants of one product: options such as size by colour stay readable on a phone up to here. */
export const skusMax = 50
/** Named choices of one variant, e.g. size and colour. */
const optionsMax = 5
const descriptionLengthMax = 5_000
/** What lasts longer than a year is not bought again because it is used up. */
const replenishmentDaysMax = 365

/** One variant that can be bought: its choices and its price. Stock is counted apart, see `stock.ts`. */
export const Sku = z.strictObject({
  skuId: SkuId,
  options: z
    .record(lineOfText.min(1).max(20), lineOfText.min(1).max(40))
    .refine((options) => Object.keys(options).length <= optionsMax, `≤ ${optionsMax} options`),
  priceFen: PositiveFen,
  /** What one unit costs the shop. Only its owner ever sees it. */
  costFen: Fen.exactOptional(),
  /** With so many units on hand or fewer, the variant is in the list of low stock. */
  lowStockAt: z.int().min(0).max(moveQuantityMax).exactOptional(),
})
export type Sku = z.infer<typeof Sku>

export const ProductText = z.strictObject({
  title: lineOfText.min(1).max(60),
  description: linesOfText.max(descriptionLengthMax).default(''),
})

/** All that people write about a product; an edit changes it. */
export const ProductContent = z.strictObject({
  ...ProductText.shape,
  categoryIds: CategoryIds.default([]),
  imageIds: ImageIds.default([]),
  /** Postage and the like: sold, but nothing that anybody uses or buys again. */
  nonGoods: z.boolean().default(false),
  /** After how many days a buyer has usually used it up. */
  replenishmentDays: z.int().min(1).max(replenishmentDaysMax).exactOptional(),
  /** Part of what is kept for it that the referrer earns, in place of the shop's rate. Only the owner ever sees it. */
  commissionRateBps: CommissionRateBps.exactOptional(),
  skus: z.array(Sku).min(1).max(skusMax),
})
export type ProductContent = z.infer<typeof ProductContent>

/** What a shop sells. `draft`: not shown yet; `on_sale`: can be bought; `off_shelf`: shown and sold no longer. */
export const Product = z.object({
  productId: ProductId,
  shopId: ShopId,
  status: z.enum(['draft', 'on_sale', 'off_shelf']),
  ...ProductContent.shape,
  draftedAt: Moment,
  publishedAt: Moment.exactOptional(),
  /** Fingerprint of the request that created it. */
  requestHash: z.string(),
  version: z.int().min(1),
})
export type Product = z.infer<typeof Product>

export type ProductEvent =
  | { readonly type: 'product_drafted'; readonly at: string; readonly product: Omit<Product, 'version' | 'status'> }
  | { readonly type: 'product_published'; readonly at: string }
  | { readonly type: 'product_withdrawn'; readonly at: string }
  | {
      readonly type: 'product_edited'
      readonly at: string
      readonly editedBy: CustomerId
      /** All of it, as it is from now on. */
      readonly content: ProductContent
    }

export type ProductRefusal = Refusal<'product_id_reused' | 'sku_id_repeated' | 'shop_closed'>

/** Drafts a product with its variants. Refuses two variants under one id, and a closed shop. */
export function draftProduct(
  shop: { readonly status: 'open' | 'closed' },
  command: Omit<Product, 'version' | 'status' | 'draftedAt' | 'publishedAt'>,
  now: string,
): Decision<ProductEvent, ProductRefusal> {
  if (shop.status !== 'open') return refused('shop_closed')
  const repeated = firstRepeated(command.skus)
  if (repeated >= 0) return refused('sku_id_repeated', `body.skus.${repeated}.skuId`)
  return decided({ type: 'product_drafted', at: now, product: { ...command, draftedAt: now } })
}

/** Where a list names a variant a second time; -1 where it names each once. */
export const firstRepeated = (skus: readonly Pick<Sku, 'skuId'>[]): number =>
  skus.findIndex(({ skuId }, at) => skus.findIndex((sku) => sku.skuId === skuId) < at)

/** Puts a product on sale. A product that is on sale already stays as it is. */
export const publishProduct = (product: Product, now: string): Decision<ProductEvent, never> =>
  product.status === 'on_sale' ? decided() : decided({ type: 'product_published', at: now })

/** Takes a product off the shelf, or leaves it there. Orders that exist are not touched. */
export const withdrawProduct = (product: Product, now: string): Decision<ProductEvent, never> =>
  product.status === 'on_sale' ? decided({ type: 'product_withdrawn', at: now }) : decided()

export function evolveProduct(product: Product | undefined, event: ProductEvent): Product {
  if (event.type === 'product_drafted') {
    assert(product === undefined, 'a product is drafted once')
    return { ...event.product, status: 'draft', version: 1 }
  }
  if (!product) throw new Error(`${event.type} before product_drafted`)
  const version = product.version + 1
  switch (event.type) {
    case 'product_published':
      return { ...product, status: 'on_sale', publishedAt: event.at, version }
    case 'product_withdrawn':
      return { ...product, status: 'off_shelf', version }
    case 'product_edited': {
      // What the new content does not have is gone.
      const { replenishmentDays: _days, commissionRateBps: _rate, ...kept } = product
      return { ...kept, ...event.content, version }
    }
  }
}
