import { approveAfterSales as decide } from '../../domain/orders/refund-order.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { CasePath, changeCase } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const approveAfterSales = endpoint(
  {
    summary: 'Agree to a request: the money goes back, or the goods are to come back first.',
    path: CasePath,
    reply: AfterSalesView,
    status: 200,
    refusals: pick(orderRefusals, 'order_not_found', 'after_sales_not_found', 'after_sales_closed'),
  },
  (asked, context) =>
    changeCase(context, 'shop', asked, (order, each, { refundNo, by, now }) => decide(order, each, refundNo, by, now)),
)
