import * as z from 'zod'
import { Reconciliation } from '../../domain/payments/reconciliation.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listReconciliations as readReconciliations } from './reconciliation-store.ts'

export const listReconciliations = endpoint(
  {
    summary: 'The days of the shop held against WeChat’s two bills, the newest first; green, or how many lines differ.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(Reconciliation.omit({ differences: true, fundFlowDifferences: true })),
    status: 200,
    refusals: {},
  },
  async ({ path, query }, context) => {
    const { reconciliations, ...page } = await readReconciliations(context.db, path.shopId, query)
    return { ok: true, reply: { items: reconciliations, ...page } }
  },
)
