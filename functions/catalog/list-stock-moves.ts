import * as z from 'zod'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { loadProduct } from './product-store.ts'
import { catalogRefusals } from './refusals.ts'
import { listMoves, StoredMove } from './stock-store.ts'

export const listStockMoves = endpoint(
  {
    summary: 'What was brought into a product’s stock and written off, with reason and author, newest first.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    query: PageQuery,
    reply: pageOf(StoredMove.omit({ requestHash: true })),
    status: 200,
    refusals: pick(catalogRefusals, 'product_not_found'),
  },
  async ({ path, query }, context) => {
    const [product, { moves, ...page }] = await Promise.all([
      loadProduct(context.db, path.shopId, path.productId),
      listMoves(context.db, path, query),
    ])
    if (!product) return { ok: false, refusal: { code: 'product_not_found' } }
    return { ok: true, reply: { items: moves, ...page } }
  },
)
