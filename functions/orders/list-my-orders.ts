import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listCustomerOrders } from './order-lists.ts'
import { OrderView } from './order-views.ts'

export const listMyOrders = endpoint(
  {
    summary:
      'The caller’s own orders, newest first: of all shops, or of one; with a status, a page may have fewer than its limit. The last one has no cursor.',
    query: PageQuery.extend({ shopId: ShopId.exactOptional(), status: OrderView.shape.status.exactOptional() }),
    reply: pageOf(OrderView),
    status: 200,
    refusals: {},
  },
  async ({ query, caller }, context) => {
    const { orders, ...page } = await listCustomerOrders(context.db, signedIn(caller).customerId, query, query)
    return { ok: true, reply: { items: [...orders], ...page } }
  },
)
