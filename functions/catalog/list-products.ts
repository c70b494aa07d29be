import * as z from 'zod'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listProductsOnSale } from './product-store.ts'
import { ProductSummary } from './product-views.ts'

export const listProducts = endpoint(
  {
    summary: 'List the products of a shop that are on sale, newest first.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(ProductSummary),
    status: 200,
    refusals: {},
  },
  async ({ path, query }, context) => {
    const { products, ...page } = await listProductsOnSale(context.db, path.shopId, query)
    return { ok: true, reply: { items: products, ...page } }
  },
)
