import * as z from 'zod'
import { ShopId } from '../../domain/shared/ids.ts'
import { csvPage, ExportQuery } from '../shared/http/csv-page.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { languageOf } from '../shared/http/replies.ts'
import { openDelivery } from './delivery.ts'
import { endsAfterItBegins, timeRange } from './list-query.ts'
import { orderCsvRows, orderCsvTitles } from './order-csv.ts'
import { listShopOrdersByAge } from './order-lists.ts'
import type { OrdersContext } from './orders-context.ts'

export const exportOrders = endpoint(
  {
    summary:
      'Orders of the shop as CSV, oldest first, a row for each line of an order with the address that it goes to. The header link names the next page; all pages one after the other are one file.',
    path: z.strictObject({ shopId: ShopId }),
    // Orders of one page: with 20 lines each, and all texts as long as they may be, still inside Lambda's 6 MB.
    query: endsAfterItBegins(ExportQuery.extend(timeRange)),
    reply: z.string(),
    replyType: 'text/csv',
    status: 200,
    refusals: {},
  },
  async ({ path, query, raw }, context: OrdersContext) => {
    const { orders, cursor } = await listShopOrdersByAge(context.db, path.shopId, query, query)
    const titles = orderCsvTitles(languageOf(raw.headers['accept-language']))
    const rows = orders.flatMap((order) => orderCsvRows(order, openDelivery(context.fields, order)))
    return csvPage(titles, rows, query, cursor)
  },
)
