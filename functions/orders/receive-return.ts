import { receiveReturn as decide } from '../../domain/orders/refund-order.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { CasePath, changeCase } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const receiveReturn = endpoint(
  {
    summary: 'The goods have come back: they go on sale again, and the money goes back.',
    path: CasePath,
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
  (asked, context) =>
    changeCase(context, 'shop', asked, (order, each, { refundNo, by, now }) => decide(order, each, refundNo, by, now)),
)
