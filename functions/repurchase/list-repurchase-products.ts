import * as z from 'zod'
import { AsOf, ProductFigures } from '../../domain/repurchase/figure-shapes.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { shopAsOf } from './as-of.ts'
import { boardReply, RankQuery } from './board.ts'
import { loadProducts } from './load-products.ts'
import { repurchaseRefusals } from './refusals.ts'

export const listRepurchaseProducts = endpoint(
  {
    summary: 'The products of a shop that most customers bought again, with the days until they do.',
    path: z.strictObject({ shopId: ShopId }),
    query: RankQuery,
    reply: z.object({ ...AsOf.shape, ...boardReply(ProductFigures) }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const { products: items, isComplete } = await loadProducts(context.db, shopId, told.header.asOf, query.limit)
    return { ok: true, reply: { ...told.header, items, isComplete } }
  },
)
