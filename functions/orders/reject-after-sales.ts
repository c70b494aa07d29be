import * as z from 'zod'
import { AfterSalesReason } from '../../domain/orders/after-sales.ts'
import { rejectAfterSales as decide } from '../../domain/orders/refund-order.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { CasePath, changeCase } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const rejectAfterSales = endpoint(
  {
    summary: 'Do not agree to a request, and say why.',
    path: CasePath,
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
  (asked, context) =>
    changeCase(context, 'shop', asked, (order, each, { by, now }) => decide(order, each, asked.body.reason, by, now)),
)
