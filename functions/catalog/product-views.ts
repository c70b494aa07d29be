import * as z from 'zod'
import { Product, Sku } from '../../domain/catalog/product.ts'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'

/** A product in a list. */
export const ProductSummary = z.object({
  productId: ProductId,
  shopId: ShopId,
  status: Product.shape.status,
  title: z.string(),
  description: z.string(),
  skus: z.array(z.object(Sku.shape)),
})

/** A product on its own page: each variant with the units that can be bought now. */
export const ProductView = ProductSummary.extend({
  skus: z.array(z.object({ ...Sku.shape, available: z.int().min(0) })),
})

/** What publishing and withdrawing answer. */
export const ProductStatus = z.object({ productId: ProductId, status: Product.shape.status })
