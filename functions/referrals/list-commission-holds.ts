import * as z from 'zod'
import { CommissionHold } from '../../domain/referrals/commission-hold.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listHolds } from './commission-hold-store.ts'

export const CommissionHoldView = CommissionHold.omit({ shopId: true, version: true })

export const listCommissionHolds = endpoint(
  {
    summary:
      'Orders whose commission is kept back, with what spoke against paying it, the longest waiting first; or those that were decided.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({ status: CommissionHold.shape.status.default('held') }),
    reply: pageOf(CommissionHoldView),
    status: 200,
    refusals: {},
  },
  async ({ path, query: { status, ...page } }, context) => {
    const { holds, ...rest } = await listHolds(context.db, path.shopId, status, page)
    return { ok: true, reply: { items: holds, ...rest } }
  },
)
