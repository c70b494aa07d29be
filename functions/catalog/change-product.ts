import { evolveProduct, type Product, type ProductEvent } from '../../domain/catalog/product.ts'
import type { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { loadProduct, productWrites } from './product-store.ts'

/** A change of status that is never refused: the product as it is afterwards. */
export const changeProduct = (
  context: Context,
  { shopId, productId }: { readonly shopId: ShopId; readonly productId: ProductId },
  decide: (product: Product, now: string) => { readonly ok: boolean; readonly events?: readonly ProductEvent[] },
) =>
  commit<Product, 'product_not_found'>(context, async () => {
    const product = await loadProduct(context.db, shopId, productId)
    if (!product) return { refusal: { code: 'product_not_found' } }
    const { events = [] } = decide(product, context.now())
    return { writes: productWrites(product, events), reply: events.reduce<Product>(evolveProduct, product) }
  })
