import * as z from 'zod'
import { lineQuantityMax, linesMax } from '../../domain/orders/limits.ts'
import { ProductId, SkuId } from '../../domain/shared/ids.ts'
import { loadProducts } from '../catalog/product-store.ts'
import { loadStocks } from '../catalog/stock-store.ts'
import type { Reader } from '../shared/storage.ts'
import { loadShop } from '../shops/shop-store.ts'
import { Delivery } from './delivery.ts'

/** What somebody wants, and how it is to come to them. */
export const OrderedGoods = z.strictObject({
  lines: z
    .array(z.strictObject({ productId: ProductId, skuId: SkuId, quantity: z.int().min(1).max(lineQuantityMax) }))
    .min(1)
    .max(linesMax),
  delivery: Delivery,
})

/** What it costs: the goods, their shipping, and both. */
export const Amounts = z.object({ goodsFen: z.int(), shippingFeeFen: z.int(), totalFen: z.int() })

/** What goods are priced by; undefined when there is no such shop. */
export async function loadPriced(
  db: Reader,
  shopId: string,
  lines: readonly { readonly productId: string; readonly skuId: string }[],
) {
  const productIds = lines.map(({ productId }) => productId)
  const [shop, products, stocks] = await Promise.all([
    loadShop(db, shopId),
    loadProducts(db, shopId, productIds),
    loadStocks(db, shopId, lines),
  ])
  return shop && { shop, products, stocks }
}
