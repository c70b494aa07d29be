import * as z from 'zod'
import { AfterSalesReason } from '../../domain/orders/after-sales.ts'
import { rejectAfterSales as decide } from '../../domain/orders/refund-order.ts'
import { AfterSalesId, CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { changeCase } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const rejectAfterSales = endpoint(
  {
    summary: 'Do not agree to a request, and say why.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId, afterSalesId: AfterSalesId }),
    body: z.strictObject({ reason: AfterSalesReason }),
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
  ({ path, body, caller }, context) => {
    const by = CustomerId.parse(signedIn(caller).customerId)
    return changeCase(
      context,
      path,
      () => true,
      (order, each, { now }) => decide(order, each, body.reason, by, now),
    )
  },
)
