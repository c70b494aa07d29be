import * as z from 'zod'
import { cancelAfterSales as decide } from '../../domain/orders/refund-order.ts'
import { AfterSalesId, CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { changeCase, isBuyer } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const cancelAfterSales = endpoint(
  {
    summary: 'Take back a request that the shop has not approved.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId, afterSalesId: AfterSalesId }),
    reply: AfterSalesView,
    status: 200,
    refusals: pick(
      orderRefusals,
      'order_not_found',
      'after_sales_not_found',
      'after_sales_closed',
      'after_sales_approved',
    ),
  },
  ({ path, caller }, context) => {
    const by = CustomerId.parse(signedIn(caller).customerId)
    return changeCase(context, path, isBuyer(by), (order, each, { now }) => decide(order, each, now))
  },
)
