import * as z from 'zod'
import { ReturnParcel } from '../../domain/orders/after-sales.ts'
import { sendReturn as decide } from '../../domain/orders/refund-order.ts'
import { AfterSalesId, CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { changeCase, isBuyer } from './change-after-sales.ts'
import { AfterSalesView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const sendReturn = endpoint(
  {
    summary: 'The goods are with the carrier, on their way back to the shop.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId, afterSalesId: AfterSalesId }),
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
  ({ path, body, caller }, context) => {
    const by = CustomerId.parse(signedIn(caller).customerId)
    return changeCase(context, path, isBuyer(by), (order, each, { now }) => decide(order, each, body, now))
  },
)
