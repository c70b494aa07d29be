import * as z from 'zod'
import { imagePath } from '../../domain/catalog/image.ts'
import { type Product, ProductContent, Sku } from '../../domain/catalog/product.ts'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import type { Caller } from '../shared/http/endpoint.ts'
import { PicturePath, servedAt } from './picture-path.ts'

const { costFen, lowStockAt, ...shownOfSku } = Sku.shape
const { commissionRateBps, replenishmentDays, skus: _, ...shown } = ProductContent.shape

const Status = z.enum(['draft', 'on_sale', 'off_shelf'])

/** A product in a list, as everybody sees it. */
export const ProductSummary = z.object({
  productId: ProductId,
  shopId: ShopId,
  status: Status,
  ...shown,
  imagePaths: z.array(PicturePath).describe('of the images, in the order of `imageIds`; the first is the cover'),
  skus: z.array(z.object(shownOfSku)),
})

const forTheShop = 'for the shop’s own people'
const forTheOwner = 'for the owner'
const SkuDetail = z.object({
  ...shownOfSku,
  lowStockAt: lowStockAt.describe(forTheShop),
  costFen: costFen.describe(forTheOwner),
})

/** A product with what its reader may see of it, see `viewFor`. */
export const ProductDetail = ProductSummary.extend({
  replenishmentDays: replenishmentDays.describe(forTheShop),
  commissionRateBps: commissionRateBps.describe(forTheOwner),
  skus: z.array(SkuDetail),
})

/** A product on its own page: each variant with the units that can be bought now. */
export const ProductView = ProductDetail.extend({
  skus: z.array(SkuDetail.extend({ available: z.int().min(0) })),
})

/** What publishing and withdrawing answer. */
export const ProductStatus = z.object({ productId: ProductId, status: Status })

/** The product as the caller may see it: what a unit costs and what a referrer earns are the owner's to know, other settings
 *  the shop's. */
export function viewFor(
  caller: Pick<Caller, 'roleInShop'> | undefined,
  product: Product,
): z.infer<typeof ProductDetail> {
  const { replenishmentDays, commissionRateBps, ...open } = product
  const [isOfShop, isOwner] = [caller?.roleInShop !== undefined, caller?.roleInShop === 'owner']
  const skus = product.skus.map(({ costFen, lowStockAt, ...sku }) => ({
    ...sku,
    ...(isOfShop && lowStockAt !== undefined ? { lowStockAt } : {}),
    ...(isOwner && costFen !== undefined ? { costFen } : {}),
  }))
  return {
    ...open,
    imagePaths: product.imageIds.map((imageId) => servedAt(imagePath(product.shopId, imageId))),
    ...(isOfShop && replenishmentDays !== undefined ? { replenishmentDays } : {}),
    ...(isOwner && commissionRateBps !== undefined ? { commissionRateBps } : {}),
    skus,
  }
}
