import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { endsAfterItBegins, timeRange } from './list-query.ts'
import { listShopOrders } from './order-lists.ts'
import { OrderView } from './order-views.ts'

export const listOrders = endpoint(
  {
    summary:
      'Orders of the shop, newest first: all, or of one status, customer or time of placing, or with after-sales that wait for the shop. A page may have fewer than its limit; the last one has no cursor.',
    path: z.strictObject({ shopId: ShopId }),
    query: endsAfterItBegins(
      PageQuery.extend({
        status: OrderView.shape.status.exactOptional(),
        customerId: CustomerId.exactOptional(),
        afterSales: z.literal('unanswered').exactOptional().describe('orders with a case that the shop is to answer'),
        ...timeRange,
      }),
    ),
    reply: pageOf(OrderView),
    status: 200,
    refusals: {},
  },
  async ({ path, query }, context) => {
    const { orders, ...page } = await listShopOrders(context.db, path.shopId, query, query)
    return { ok: true, reply: { items: [...orders], ...page } }
  },
)
