import * as z from 'zod'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listYear, Year, YearTotal } from './year-store.ts'

export const listCommissionYear = endpoint(
  {
    summary:
      'What the shop has paid out to each referrer in a year of its calendar, in fen: what the tax office asks for.',
    path: z.strictObject({ shopId: ShopId, year: Year }),
    query: PageQuery,
    reply: pageOf(YearTotal),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, year }, query }, context) => {
    const { totals: items, ...page } = await listYear(context.db, shopId, year, query)
    return { ok: true, reply: { items, ...page } }
  },
)
