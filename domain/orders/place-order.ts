import { firstRepeated, type Product } from '../catalog/product.ts'
import type { Stock } from '../catalog/stock.ts'
import { type AttributionReceipt, type CommissionTerms, commissionTerms } from '../referrals/attribution.ts'
import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { amountMaxFen, sumFen } from '../shared/fen.ts'
import type { CustomerId, OrderId, PaymentNo, ProductId, SkuId } from '../shared/ids.ts'
import { addMinutes } from '../shared/time.ts'
import { type Destination, shippingFeeFen } from '../shops/shipping-fee.ts'
import type { Shop } from '../shops/shop.ts'
import type { OrderDelivery } from './delivery.ts'
import type { OrderEvent } from './events.ts'
import type { OrderLine } from './order.ts'

/** Orders of one customer in one shop that may await payment at a time, so that nobody can hold a shop's stock by not
 *  paying. */
export const openHoldsMax = 5

type OrderedLines = readonly { readonly productId: ProductId; readonly skuId: SkuId; readonly quantity: number }[]

export type PlaceOrder = {
  readonly orderId: OrderId
  readonly paymentNo: PaymentNo
  readonly customerId: CustomerId
  readonly lines: OrderedLines
  readonly delivery: OrderDelivery
  /** What the buyer was shown, goods and shipping. */
  readonly totalFen: number
  readonly isStaff: boolean
  readonly requestHash: string
}

/** What placing looks at, all read at one time. */
export type PlaceOrderState = {
  readonly shop: Shop
  readonly products: ReadonlyMap<ProductId, Product>
  readonly stocks: ReadonlyMap<SkuId, Stock>
  readonly attribution: AttributionReceipt
  /** The second level's part; absent: nobody earns one. */
  readonly second?: CommissionTerms['second'] | null
  readonly openHolds: number
}

export type PlaceOrderRefusal = Refusal<
  | 'shop_closed'
  | 'delivery_not_offered'
  | 'too_many_open_orders'
  | 'sku_repeated'
  | 'product_not_for_sale'
  | 'out_of_stock'
  | 'price_changed'
  | 'amount_limit'
>

/**
 * Places an order at the catalog's prices and freezes everything that later moves money. Refuses a total other than the
 * one shown (`price_changed`), a buyer with too many unpaid orders, and what `priceOrder` refuses.
 */
export function placeOrder(
  state: PlaceOrderState,
  command: PlaceOrder,
  now: string,
): Decision<OrderEvent, PlaceOrderRefusal> {
  const { shop } = state
  const priced = priceOrder(state, command)
  if (!priced.ok) return priced
  if (state.openHolds >= openHoldsMax) return refused('too_many_open_orders')
  const { lines, goodsFen, shippingFeeFen, totalFen } = priced
  if (totalFen !== command.totalFen) return refused('price_changed', 'body.totalFen')
  return decided({ type: 'order_placed', at: now, orderId: command.orderId, shopId: shop.shopId, terms: terms() })

  /** Postage and the like by itself is no purchase. */
  function isNonGoodsOnly() {
    return lines.every(({ nonGoods }) => nonGoods)
  }
  function terms() {
    const { orderId, paymentNo, customerId, requestHash, isStaff } = command
    const { paymentHoldMinutes, autoReceiveDays, afterSalesDays, afterSalesAnswerDays, commissionCapFen } =
      shop.settings
    return {
      orderId,
      shopId: shop.shopId,
      customerId,
      paymentNo,
      ...(shop.subMchid === undefined ? {} : { subMchid: shop.subMchid }),
      lines,
      goodsFen,
      shippingFeeFen,
      totalFen,
      delivery: command.delivery,
      timeZone: shop.timeZone,
      placedAt: now,
      holdEndsAt: addMinutes(now, paymentHoldMinutes),
      autoReceiveDays,
      afterSalesDays,
      afterSalesAnswerDays,
      attribution: state.attribution,
      commission: commissionTerms(state.attribution, lines, commissionCapFen, state.second),
      ...(commissionCapFen === undefined ? {} : { commissionCapFen }),
      excludedFromFigures: isStaff || isNonGoodsOnly(),
      requestHash,
    }
  }
}

/** What prices are made of. */
export type PriceOrderState = Pick<PlaceOrderState, 'shop' | 'products' | 'stocks'>

/**
 * What an order costs now: the lines at the catalog's prices and the shop's fee for sending them there. Refuses a closed
 * shop, a kind of delivery that the shop has not, what is not for sale, more units than are on hand (`out_of_stock`,
 * naming the line), a variant on two lines, and more money than one order may have.
 */
export function priceOrder(
  state: PriceOrderState,
  { lines: asked, delivery }: { readonly lines: OrderedLines; readonly delivery: Destination },
) {
  const { status, settings } = state.shop
  if (status !== 'open') return refused('shop_closed')
  if (!settings.deliveryKinds.includes(delivery.kind)) return refused('delivery_not_offered', 'body.delivery.kind')
  const repeated = firstRepeated(asked)
  if (repeated >= 0) return refused('sku_repeated', `body.lines.${repeated}.skuId`)
  const lines: OrderLine[] = []
  for (const [at, each] of asked.entries()) {
    const priced = priceLine(state, each)
    if (typeof priced === 'string') return refused(priced, `body.lines.${at}`)
    lines.push(priced)
  }
  const goodsFen = sumFen(lines.map((line) => line.amountFen))
  const feeFen = shippingFeeFen(settings.shippingFee, goodsFen, delivery)
  const totalFen = goodsFen + feeFen
  if (totalFen > amountMaxFen) return refused('amount_limit', 'body.lines')
  return { ok: true, lines, goodsFen, shippingFeeFen: feeFen, totalFen } as const
}

function priceLine(
  state: PriceOrderState,
  asked: OrderedLines[number],
): OrderLine | 'product_not_for_sale' | 'out_of_stock' {
  const product = state.products.get(asked.productId)
  const sku = product?.skus.find(({ skuId }) => skuId === asked.skuId)
  if (product?.status !== 'on_sale' || product.shopId !== state.shop.shopId || !sku) return 'product_not_for_sale'
  const { commissionRateBps: shopRateBps } = state.shop.settings
  if ((state.stocks.get(sku.skuId)?.onHand ?? 0) < asked.quantity) return 'out_of_stock'
  return {
    productId: product.productId,
    skuId: sku.skuId,
    title: product.title,
    options: sku.options,
    quantity: asked.quantity,
    unitPriceFen: sku.priceFen,
    amountFen: sku.priceFen * asked.quantity,
    nonGoods: product.nonGoods,
    commissionRateBps: product.commissionRateBps ?? shopRateBps,
  }
}
