import * as z from 'zod'
import { CategoryId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listCategoryOnSale, listProductsOnSale } from './product-store.ts'
import { ProductSummary, viewFor } from './product-views.ts'

export const listProducts = endpoint(
  {
    summary: 'List the products of a shop, or of one of its categories, that are on sale, newest first.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({ categoryId: CategoryId.exactOptional() }),
    reply: pageOf(ProductSummary),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query: { categoryId, ...asked }, caller }, context) => {
    const { products, ...page } =
      categoryId === undefined
        ? await listProductsOnSale(context.db, shopId, asked)
        : await listCategoryOnSale(context.db, { shopId, categoryId }, asked)
    return { ok: true, reply: { items: products.map((product) => viewFor(caller, product)), ...page } }
  },
)
