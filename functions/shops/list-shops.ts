import { Shop } from '../../domain/shops/shop.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listShops as readShops } from './shop-store.ts'

export const listShops = endpoint(
  {
    summary: 'All shops in the order of their opening, page by page.',
    query: PageQuery,
    reply: pageOf(Shop.pick({ shopId: true, name: true, timeZone: true, status: true, ownerId: true, openedAt: true })),
    status: 200,
    refusals: {},
  },
  async ({ query }, context) => {
    const { shops, ...page } = await readShops(context.db, query)
    return { ok: true, reply: { items: shops, ...page } }
  },
)
