import { cancelAfterSales as decide } from '../../domain/orders/refund-order.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { CasePath, changeCase } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const cancelAfterSales = endpoint(
  {
    summary: 'Take back a request that the shop has not approved.',
    path: CasePath,
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
  (asked, context) => changeCase(context, 'buyer', asked, (order, each, { now }) => decide(order, each, now)),
)
