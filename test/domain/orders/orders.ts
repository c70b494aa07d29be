import { isDeepStrictEqual } from 'node:util'
import type * as z from 'zod'
import { draftProduct, evolveProduct, type Product, publishProduct } from '../../../domain/catalog/product.ts'
import { noStock, type Stock } from '../../../domain/catalog/stock.ts'
import { OrderEvent } from '../../../domain/orders/events.ts'
import { evolveOrder } from '../../../domain/orders/evolve.ts'
import { cancelOrder, passTime, receiveOrder } from '../../../domain/orders/fulfil-order.ts'
import { refundOrder } from '../../../domain/orders/open-after-sales.ts'
import { Order, type OrderIn, type OrderTerms } from '../../../domain/orders/order.ts'
import { settlePayment } from '../../../domain/orders/pay-order.ts'
import { type PlaceOrder, type PlaceOrderState, placeOrder } from '../../../domain/orders/place-order.ts'
import { noteRefunded } from '../../../domain/orders/refund-order.ts'
import { shipOrder } from '../../../domain/orders/ship-order.ts'
import type { AttributionReceipt } from '../../../domain/referrals/attribution.ts'
import { LinkCode } from '../../../domain/referrals/link.ts'
import { addDays, addMinutes } from '../../../domain/shared/time.ts'
import { defaultShopSettings, Shop } from '../../../domain/shops/shop.ts'
import { afterSalesId, customerId, orderId, paymentNo, productId, refundNo, shopId, skuId } from '../shared/ids.ts'
import { made, one } from '../shared/made.ts'

export const placedAt = '2026-03-01T08:00:00.000Z'
export const paidAt = addMinutes(placedAt, 5)
export const holdEndsAt = addMinutes(placedAt, defaultShopSettings.paymentHoldMinutes)
export const shippedAt = addDays(placedAt, 1)
export const autoReceivedAt = addDays(shippedAt, defaultShopSettings.autoReceiveDays)
export const receivedAt = addDays(placedAt, 3)
export const completedAt = addDays(receivedAt, defaultShopSettings.afterSalesDays)

export const shop: Shop = Shop.parse({
  shopId: shopId(),
  name: '阿芳的茶',
  timeZone: 'Asia/Shanghai',
  status: 'open',
  ownerId: customerId(900),
  subMchid: '1900000109',
  settings: defaultShopSettings,
  openedAt: '2026-01-01T00:00:00.000Z',
  requestHash: 'hash',
  version: 1,
})

/** Variants 1 and 2 at 1,299 and 500 fen, of product 1. */
const drafted = draftProduct(
  shop,
  {
    productId: productId(),
    shopId: shopId(),
    title: '明前龙井',
    description: '',
    categoryIds: [],
    imageIds: [],
    nonGoods: false,
    skus: [
      { skuId: skuId(1), options: { 规格: '50 g' }, priceFen: 1_299 },
      { skuId: skuId(2), options: { 规格: '10 g' }, priceFen: 500 },
    ],
    requestHash: 'hash',
  },
  placedAt,
)
const draft = evolveProduct(undefined, one(made(drafted)))
export const product: Product = evolveProduct(draft, one(made(publishProduct(draft, placedAt))))

/** So many units of a variant, all on hand. */
export const stockOf = (number: number, onHand: number): Stock => {
  const of = { shopId: shopId(), productId: productId(), skuId: skuId(number) }
  return { ...noStock(of), received: onHand, onHand }
}
export const byId = (...stocks: readonly Stock[]) => new Map(stocks.map((stock) => [stock.skuId, stock]))

export const credited: AttributionReceipt = {
  ruleVersion: 1,
  windowDays: 30,
  winner: {
    by: 'introduction',
    linkCode: LinkCode.parse('000000000050'),
    referrerId: customerId(50),
    channel: 'group',
  },
  losers: [],
}

export const shopWindow: PlaceOrderState = {
  shop,
  products: new Map([[product.productId, product]]),
  stocks: byId(stockOf(1, 10), stockOf(2, 10)),
  attribution: credited,
  openHolds: 0,
}

/** Two of variant 1 and one of variant 2: 3,098 fen. */
export const asked: PlaceOrder = {
  orderId: orderId(),
  paymentNo: paymentNo(),
  customerId: customerId(),
  lines: [
    { productId: productId(), skuId: skuId(1), quantity: 2 },
    { productId: productId(), skuId: skuId(2), quantity: 1 },
  ],
  delivery: { kind: 'express', province: '33', sealedAddress: 'first.iv.sealed' },
  totalFen: 3_098,
  isStaff: false,
  requestHash: 'hash',
}
export const payment = { transactionId: '4200000001', paidFen: asked.totalFen, paidAt }
export const parcel = { carrier: 'SF', trackingNo: 'SF1234567890' }
export const shipping = { parcels: [parcel], isLast: true }

/** The same with a shipping fee on top. */
export const withShippingFee = <Terms extends OrderTerms>(terms: Terms, shippingFeeFen: number): Terms => ({
  ...terms,
  shippingFeeFen,
  totalFen: terms.goodsFen + shippingFeeFen,
})

/** The order after these events; throws where it, or one of them, would be read back as something else. */
export function evolved(order: Order | undefined, events: readonly OrderEvent[]): Order {
  const after = events.map((event) => readBack(OrderEvent, event)).reduce<Order | undefined>(evolveOrder, order)
  if (!after) throw new Error('No event, no order')
  return readBack(Order, after)
}
function readBack<Stored>(shape: z.ZodType<Stored>, stored: Stored): Stored {
  if (!isDeepStrictEqual(shape.parse(stored), stored)) throw new Error(`Not of its shape: ${JSON.stringify(stored)}`)
  return stored
}
/** The same, for a status that the test takes for granted. */
export function evolvedTo<Status extends Order['status']>(
  status: Status,
  order: Order | undefined,
  events: readonly OrderEvent[],
): OrderIn<Status> {
  const after = evolved(order, events)
  if (after.status !== status) throw new Error(`The order is ${after.status}`)
  return after as OrderIn<Status>
}

const awaiting = evolvedTo('awaiting_payment', undefined, made(placeOrder(shopWindow, asked, placedAt)))
const paid = evolvedTo('paid', awaiting, settlePayment(awaiting, payment, null, true, paidAt).events)
const shipped = evolvedTo('shipped', paid, made(shipOrder(paid, shipping, shippedAt)))
const received = evolvedTo('received', shipped, made(receiveOrder(shipped, receivedAt)))
const completed = evolvedTo('completed', received, passTime(received, completedAt))
const cancelled = evolvedTo('cancelled', awaiting, cancelOrder(awaiting, 'hold_ended', holdEndsAt).events)
const latePayment = settlePayment(cancelled, payment, null, false, addMinutes(holdEndsAt, 1))
const refunding = evolvedTo('cancelled_refunding', cancelled, latePayment.events)

const late = { refundNo: refundNo(), refundFen: payment.paidFen }
const refundedLate = evolvedTo('cancelled_refunded', refunding, noteRefunded(refunding, late, receivedAt))

/** All that was paid. */
export const wholeOrder = [
  { skuId: skuId(1), quantity: 2, amountFen: 2_598 },
  { skuId: skuId(2), quantity: 1, amountFen: 500 },
]
export const claim = {
  afterSalesId: afterSalesId(),
  kind: 'refund_only',
  lines: wholeOrder,
  shippingFeeFen: 0,
  reason: '不想要了',
  requestHash: 'hash',
} as const
const givenBack = evolvedTo('paid', paid, made(refundOrder(paid, claim, refundNo(), shop.ownerId, shippedAt)))
const wholeRefund = { refundNo: refundNo(), refundFen: payment.paidFen, afterSalesId: afterSalesId() }
const refunded = evolvedTo('refunded', givenBack, noteRefunded(givenBack, wholeRefund, receivedAt))

/** The one order in every state that it can be in. */
export const orderIn = {
  awaiting_payment: awaiting,
  paid,
  shipped,
  received,
  completed,
  refunded,
  cancelled,
  cancelled_refunding: refunding,
  cancelled_refunded: refundedLate,
} as const satisfies { readonly [Status in Order['status']]: OrderIn<Status> }
export const statuses = Object.keys(orderIn) as Order['status'][]
