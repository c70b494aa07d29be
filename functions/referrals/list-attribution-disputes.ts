import * as z from 'zod'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listDisputes } from './dispute-store.ts'
import { DisputeView } from './dispute-view.ts'

export const listAttributionDisputes = endpoint(
  {
    summary:
      'The shop’s disputes about who is credited, the oldest first: those that wait for an answer, or the others.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({ status: z.enum(['open', 'answered']).default('open') }),
    reply: pageOf(DisputeView),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query: { status, ...page } }, context) => {
    const { disputes, ...rest } = await listDisputes(context.db, shopId, status === 'open', page)
    return { ok: true, reply: { items: disputes, ...rest } }
  },
)
