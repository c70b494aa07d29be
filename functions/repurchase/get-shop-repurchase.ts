import * as z from 'zod'
import { RepurchaseSummary } from '../../domain/repurchase/summary.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { loadSummary } from './load-summary.ts'

export const getShopRepurchase = endpoint(
  {
    summary: 'Tells how many of a shop’s customers came back, how often and after how many days, as of now.',
    path: z.strictObject({ shopId: ShopId }),
    reply: RepurchaseSummary,
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId } }, context) => ({ ok: true, reply: await loadSummary(context, shopId, 'shop') }),
)
