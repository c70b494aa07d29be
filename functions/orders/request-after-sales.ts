import * as z from 'zod'
import { AfterSalesKind, AfterSalesReason, AskedRefund, asksForSomething } from '../../domain/orders/after-sales.ts'
import { requestAfterSales as decide } from '../../domain/orders/open-after-sales.ts'
import { AfterSalesId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { openCase } from './change-after-sales.ts'
import { OpenedAfterSales } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const requestAfterSales = endpoint(
  {
    summary:
      'Ask for money back, for some units of some lines, of the shipping fee, or both: with the goods coming back, or without.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    body: z
      .strictObject({ afterSalesId: AfterSalesId, kind: AfterSalesKind, ...AskedRefund, reason: AfterSalesReason })
      .refine(asksForSomething, 'a line or the shipping fee'),
    reply: OpenedAfterSales,
    status: 201,
    refusals: pick(
      orderRefusals,
      'order_not_found',
      'after_sales_id_reused',
      'order_not_paid',
      'order_cancelled',
      'order_not_shipped',
      'after_sales_window_ended',
      'too_many_after_sales',
      'nothing_to_return',
      'sku_repeated',
      'sku_not_in_order',
      'quantity_exceeds_order',
      'refund_exceeds_paid',
    ),
  },
  (asked, context) => {
    const { body } = asked
    return openCase(context, 'buyer', asked, body.afterSalesId, (order, { by, now }) => {
      const command = { ...body, requestHash: fingerprint({ ...body, by }) }
      return decide(order, command, by, now)
    })
  },
)
