import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { Moment } from '../../domain/shared/time.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listChildren } from './chain-store.ts'
import { maskedId } from './chain-views.ts'

export const listMyIntroduced = endpoint(
  {
    summary: 'Those whom the caller introduced to a shop, masked, the latest first; nobody further down.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(
      z.object({ who: z.string(), introducedAt: Moment, hasBought: z.boolean(), hasBoughtAgain: z.boolean() }),
    ),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query, caller }, { db }) => {
    const introducerId = CustomerId.parse(signedIn(caller).customerId)
    const { nodes, ...rest } = await listChildren(db, { shopId, introducerId }, 'newest', query)
    const items = nodes.map(({ customerId, introducedAt, own }) => ({
      who: maskedId(customerId),
      introducedAt: Moment.parse(introducedAt),
      hasBought: own.buyers > 0,
      hasBoughtAgain: own.repeatBuyers > 0,
    }))
    return { ok: true, reply: { items, ...rest } }
  },
)
