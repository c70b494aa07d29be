import * as z from 'zod'
import { type LowSku, lowSkus } from '../../domain/catalog/low-stock.ts'
import { Sku } from '../../domain/catalog/product.ts'
import { Stock } from '../../domain/catalog/stock.ts'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import type { Reader } from '../shared/storage.ts'
import { loadStocks } from './load-stocks.ts'
import { listWatchedProducts } from './product-store.ts'

/** Each product may have fifty variants whose counters are read: one read of many for each product. */
const watchedPerPageMax = 20
/** Pages without a low variant that one request looks through before it hands on the cursor. */
const emptyPagesMax = 10

const LowStock = z.object({
  productId: ProductId,
  title: z.string(),
  skus: z.array(
    z.object({
      skuId: Sku.shape.skuId,
      options: Sku.shape.options,
      lowStockAt: z.int().min(0),
      onHand: Stock.shape.onHand,
      held: Stock.shape.held,
    }),
  ),
})

export const listLowStock = endpoint(
  {
    summary: 'Products on sale with variants that run low, by their counters of now. Go on while there is a cursor.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(watchedPerPageMax)
        .default(watchedPerPageMax)
        .describe('products looked at; a page may have fewer'),
    }),
    reply: pageOf(LowStock),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query }, context) => {
    let page = await lowStockPage(context.db, shopId, query)
    for (let looked = 1; looked < emptyPagesMax && page.items.length === 0 && page.cursor !== undefined; looked++)
      page = await lowStockPage(context.db, shopId, { ...query, cursor: page.cursor })
    return { ok: true, reply: page }
  },
)

type LowStockPage = {
  readonly items: { readonly productId: string; readonly title: string; readonly skus: LowSku[] }[]
  readonly cursor?: string
}

/** What is low is read from the counters, not kept: no order waits for it, and it is right at once. */
async function lowStockPage(db: Reader, shopId: string, query: PageQuery): Promise<LowStockPage> {
  const { products, ...rest } = await listWatchedProducts(db, shopId, query)
  const items = await Promise.all(
    products.map(async ({ productId, title, skus }) => {
      const watched = skus.filter(({ lowStockAt }) => lowStockAt !== undefined)
      const asked = watched.map(({ skuId }) => ({ productId, skuId }))
      return { productId, title, skus: lowSkus({ skus: watched }, await loadStocks(db, shopId, asked)) }
    }),
  )
  return { items: items.filter(({ skus }) => skus.length > 0), ...rest }
}
