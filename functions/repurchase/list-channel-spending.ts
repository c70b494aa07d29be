import * as z from 'zod'
import { SpendingMonth } from '../../domain/repurchase/channel-spending.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listSpending } from './spending-store.ts'

export const listChannelSpending = endpoint(
  {
    summary: 'What was recorded as spent on the channels of a shop, by month and day; the latest months first.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(SpendingMonth.omit({ version: true })),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query }, { db }) => {
    const { months, ...page } = await listSpending(db, shopId, query)
    return { ok: true, reply: { items: months, ...page } }
  },
)
