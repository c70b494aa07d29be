import * as z from 'zod'
import { shopScope } from '../../domain/repurchase/cells.ts'
import { AsOf, ProductFigures, ScopeFigures } from '../../domain/repurchase/figure-shapes.ts'
import { scopeFigures } from '../../domain/repurchase/figures.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { AsOfQuery, shopAsOf } from './as-of.ts'
import { loadSeries } from './cell-store.ts'
import { CheckedDrift, loadDrift } from './drift-store.ts'
import { loadProducts, productsShown } from './load-products.ts'
import { repurchaseRefusals } from './refusals.ts'

export const getShopRepurchase = endpoint(
  {
    summary:
      'All repurchase figures of a shop as of a day: who came back, how often, after how long, month by month, cohort by cohort, and the products most bought again.',
    path: z.strictObject({ shopId: ShopId }),
    query: AsOfQuery,
    reply: z.object({
      ...AsOf.shape,
      ...ScopeFigures.shape,
      products: z.array(ProductFigures),
      /** Of the last nightly check; null before the first. */
      driftCells: CheckedDrift.shape.driftCells.nullable(),
      driftCheckedAt: CheckedDrift.shape.driftCheckedAt.nullable(),
    }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const { asOf } = told.header
    const [series, { products }, drift] = await Promise.all([
      loadSeries(context.db, shopId, shopScope, asOf),
      loadProducts(context.db, shopId, asOf, productsShown),
      loadDrift(context.db, shopId),
    ])
    const checked = { driftCells: drift?.driftCells ?? null, driftCheckedAt: drift?.driftCheckedAt ?? null }
    return { ok: true, reply: { ...told.header, ...scopeFigures(series), products, ...checked } }
  },
)
