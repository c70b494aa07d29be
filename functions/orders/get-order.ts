import * as z from 'zod'
import { OrderId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { Delivery, openDelivery } from './delivery.ts'
import { loadOrder } from './order-store.ts'
import { OrderView } from './order-views.ts'
import type { OrdersContext } from './orders-context.ts'
import { orderRefusals } from './refusals.ts'
import { loadReport } from './shipping-report-store.ts'

export const getOrder = endpoint(
  {
    summary: 'One order, for its buyer and the shop’s own people, with the address that it goes to.',
    path: z.strictObject({ shopId: ShopId, orderId: OrderId }),
    reply: OrderView.extend({ delivery: Delivery }),
    status: 200,
    refusals: pick(orderRefusals, 'order_not_found'),
  },
  async ({ path, caller }, context: OrdersContext) => {
    const { customerId, roleInShop } = signedIn(caller)
    const order = await loadOrder(context.db, path.shopId, path.orderId)
    if (!order || (order.customerId !== customerId && roleInShop === undefined))
      return { ok: false, refusal: { code: 'order_not_found' } }
    const reply = { ...order, delivery: openDelivery(context.fields, order) }
    if (roleInShop === undefined || !('shipment' in order)) return { ok: true, reply }
    const shippingReport = await loadReport(context.db, path)
    return { ok: true, reply: shippingReport ? { ...reply, shippingReport } : reply }
  },
)
