import * as z from 'zod'
import { OrderLine, Shipment } from '../../domain/orders/order.ts'
import { CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'

/** An order as its buyer and the shop's people see it: nothing of attribution, commission or payment numbers. */
export const OrderView = z.object({
  orderId: OrderId,
  shopId: ShopId,
  customerId: CustomerId,
  status: z.enum(['awaiting_payment', 'paid', 'shipped', 'received', 'completed', 'cancelled', 'cancelled_refunding']),
  lines: z.array(OrderLine),
  totalFen: z.int(),
  placedAt: z.string(),
  holdEndsAt: z.string(),
  paidAt: z.string().exactOptional(),
  shipment: z.object(Shipment.shape).exactOptional(),
  shippedAt: z.string().exactOptional(),
  receivedAt: z.string().exactOptional(),
  completedAt: z.string().exactOptional(),
  cancelledAt: z.string().exactOptional(),
  cancelReason: z.enum(['hold_ended', 'by_customer']).exactOptional(),
})
