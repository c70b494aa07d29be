import type { Product } from '../catalog/product.ts'
import type { Stock } from '../catalog/stock.ts'
import { type AttributionReceipt, commissionTerms } from '../referrals/attribution.ts'
import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { amountMaxFen, sumFen } from '../shared/fen.ts'
import type { CustomerId, OrderId, PaymentNo, ProductId, SkuId } from '../shared/ids.ts'
import { addMinutes } from '../shared/time.ts'
import type { Shop } from '../shops/shop.ts'
import type { OrderEvent } from './events.ts'
import type { OrderLine } from './order.ts'

/** Orders of one customer in one shop that may await payment at a time, so that nobody can hold a shop's stock by not
 *  paying. */
export const openHoldsMax = 5

export type PlaceOrder = {
  readonly orderId: OrderId
  readonly paymentNo: PaymentNo
  readonly customerId: CustomerId
  readonly lines: readonly { readonly productId: ProductId; readonly skuId: SkuId; readonly quantity: number }[]
  /** What the buyer was shown. */
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
  readonly openHolds: number
}

export type PlaceOrderRefusal = Refusal<
  | 'shop_closed'
  | 'too_many_open_orders'
  | 'sku_repeated'
  | 'product_not_for_sale'
  | 'out_of_stock'
  | 'price_changed'
  | 'amount_limit'
>

/**
 * Places an order at the catalog's prices and freezes everything that later moves money. Refuses a total other than the
 * one shown (`price_changed`), more units than are on hand (`out_of_stock`, naming the line), a variant on two lines, a
 * buyer with too many unpaid orders and a closed shop.
 */
export function placeOrder(
  state: PlaceOrderState,
  command: PlaceOrder,
  now: string,
): Decision<OrderEvent, PlaceOrderRefusal> {
  const { shop } = state
  if (shop.status !== 'open') return refused('shop_closed')
  if (state.openHolds >= openHoldsMax) return refused('too_many_open_orders')
  const lines: OrderLine[] = []
  for (const [at, asked] of command.lines.entries()) {
    const priced = priceLine(state, asked)
    if (typeof priced === 'string') return refused(priced, `body.lines.${at}`)
    if (lines.some((line) => line.skuId === priced.skuId)) return refused('sku_repeated', `body.lines.${at}.skuId`)
    lines.push(priced)
  }
  const goodsFen = sumFen(lines.map((line) => line.amountFen))
  const shippingFeeFen = 0
  const totalFen = goodsFen + shippingFeeFen
  if (totalFen > amountMaxFen) return refused('amount_limit', 'body.lines')
  if (totalFen !== command.totalFen) return refused('price_changed', 'body.totalFen')
  return decided({ type: 'order_placed', at: now, orderId: command.orderId, shopId: shop.shopId, terms: terms() })

  /** Postage and the like by itself is no purchase. */
  function isNonGoodsOnly() {
    return lines.every(({ nonGoods }) => nonGoods)
  }
  function terms() {
    const { orderId, paymentNo, customerId, requestHash, isStaff } = command
    const { paymentHoldMinutes, autoReceiveDays, afterSalesDays } = shop.settings
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
      timeZone: shop.timeZone,
      placedAt: now,
      holdEndsAt: addMinutes(now, paymentHoldMinutes),
      autoReceiveDays,
      afterSalesDays,
      attribution: state.attribution,
      commission: commissionTerms(state.attribution, lines),
      excludedFromFigures: isStaff || isNonGoodsOnly(),
      requestHash,
    }
  }
}

function priceLine(
  state: PlaceOrderState,
  asked: PlaceOrder['lines'][number],
): OrderLine | 'product_not_for_sale' | 'out_of_stock' {
  const product = state.products.get(asked.productId)
  const sku = product?.skus.find(({ skuId }) => skuId === asked.skuId)
  if (product?.status !== 'on_sale' || product.shopId !== state.shop.shopId || !sku) return 'product_not_for_sale'
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
    commissionRateBps: state.attribution.winner ? state.shop.settings.commissionRateBps : 0,
  }
}
