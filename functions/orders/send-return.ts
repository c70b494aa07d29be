import { ReturnParcel } from '../../domain/orders/after-sales.ts'
import { sendReturn as decide } from '../../domain/orders/refund-order.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { CasePath, changeCase } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const sendReturn = endpoint(
  {
    summary: 'The goods are with the carrier, on their way back to the shop.',
    path: CasePath,
    body: ReturnParcel,
    reply: AfterSalesView,
    status: 200,
    refusals: pick(
      orderRefusals,
      'order_not_found',
      'after_sales_not_found',
      'after_sales_closed',
      'after_sales_not_approved',
      'no_return_expected',
      'return_already_sent',
    ),
  },
  (asked, context) =>
    changeCase(context, 'buyer', asked, (order, each, { now }) => decide(order, each, asked.body, now)),
)
