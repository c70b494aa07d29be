import * as z from 'zod'
import { AfterSalesReason, AskedRefund, asksForSomething } from '../../domain/orders/after-sales.ts'
import { refundOrder as decide } from '../../domain/orders/open-after-sales.ts'
import { AfterSalesId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { openCase } from './change-after-sales.ts'
import { OpenedAfterSales } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const refundOrder = endpoint(
  {
    summary:
      'Give money back without a request: a case that is approved at once. Units not shipped yet go on sale again; with the last of them goes the shipping fee.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    body: z
      .strictObject({ afterSalesId: AfterSalesId, ...AskedRefund, reason: AfterSalesReason })
      .refine(asksForSomething, 'a line or the shipping fee'),
    reply: OpenedAfterSales,
    status: 201,
    refusals: pick(
      orderRefusals,
      'order_not_found',
      'after_sales_id_reused',
      'order_not_paid',
      'order_cancelled',
      'refund_period_ended',
      'too_many_after_sales',
      'sku_repeated',
      'sku_not_in_order',
      'quantity_exceeds_order',
      'refund_exceeds_paid',
    ),
  },
  (asked, context) => {
    const { body } = asked
    return openCase(context, 'shop', asked, body.afterSalesId, (order, { refundNo, by, now }) => {
      const command = { ...body, requestHash: fingerprint({ ...body, by }) }
      return decide(order, command, refundNo, by, now)
    })
  },
)
