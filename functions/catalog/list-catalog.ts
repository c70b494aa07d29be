import * as z from 'zod'
import { Stock } from '../../domain/catalog/stock.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { loadStocks } from './load-stocks.ts'
import { listCatalogProducts } from './product-store.ts'
import { ProductDetail, viewFor } from './product-views.ts'

/** Each product may have fifty variants whose counters are read: one read of many for each product. */
const productsPerPageMax = 20

const { onHand, held, sold } = Stock.shape
const CatalogProduct = ProductDetail.extend({
  draftedAt: z.string(),
  /** Units of all variants together; each variant's own are with the product's stock. */
  stock: z.object({ onHand, held, sold }),
  /** Whether a variant's stock is spread for a flash sale. */
  isFlashSale: z.boolean(),
})

export const listCatalog = endpoint(
  {
    summary: 'Every product of the shop with its units, drafts and those off the shelf too, the newest first.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({
      limit: z.coerce.number().int().min(1).max(productsPerPageMax).default(productsPerPageMax),
    }),
    reply: pageOf(CatalogProduct),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query, caller }, { db }) => {
    const { products, ...page } = await listCatalogProducts(db, shopId, query)
    const items = await Promise.all(
      products.map(async (product) => {
        const { productId, draftedAt, skus } = product
        const stocks = await loadStocks(
          db,
          shopId,
          skus.map(({ skuId }) => ({ productId, skuId })),
        )
        const all = [...stocks.values()]
        const total = (counter: 'onHand' | 'held' | 'sold') => all.reduce((sum, stock) => sum + stock[counter], 0)
        const stock = { onHand: total('onHand'), held: total('held'), sold: total('sold') }
        const isFlashSale = all.some(({ parts }) => parts.main.shards > 0)
        return { ...viewFor(caller, product), draftedAt, stock, isFlashSale }
      }),
    )
    return { ok: true, reply: { items, ...page } }
  },
)
