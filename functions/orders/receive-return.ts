import * as z from 'zod'
import { receiveReturn as decide } from '../../domain/orders/refund-order.ts'
import { AfterSalesId, CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { changeCase } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const receiveReturn = endpoint(
  {
    summary: 'The goods have come back: they go on sale again, and the money goes back.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId, afterSalesId: AfterSalesId }),
    reply: AfterSalesView,
    status: 200,
    refusals: pick(
      orderRefusals,
      'order_not_found',
      'after_sales_not_found',
      'after_sales_closed',
      'after_sales_not_approved',
      'no_return_expected',
    ),
  },
  ({ path, caller }, context) => {
    const by = CustomerId.parse(signedIn(caller).customerId)
    return changeCase(
      context,
      path,
      () => true,
      (order, each, { now, refundNo }) => decide(order, each, refundNo, by, now),
    )
  },
)
