import * as z from 'zod'
import type { Order } from '../../domain/orders/order.ts'
import { stockChanges } from '../../domain/orders/pay-order.ts'
import { placeOrder as decide, type PlaceOrder } from '../../domain/orders/place-order.ts'
import { attribute } from '../../domain/referrals/attribution.ts'
import { PositiveFen } from '../../domain/shared/fen.ts'
import { CustomerId, OrderId, PaymentNo, type ProductId, ShopId } from '../../domain/shared/ids.ts'
import { loadStocksToChange } from '../catalog/load-stocks.ts'
import { checkProduct } from '../catalog/product-store.ts'
import { type Stocks, stockWrites } from '../catalog/stock-parts-store.ts'
import { loadCreditedBy } from '../referrals/credited-by.ts'
import { loadSecondTerms } from '../referrals/second-terms.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { sealDelivery } from './delivery.ts'
import { loadOpenHolds, openHold } from './hold-store.ts'
import { loadOrder, orderWrites } from './order-store.ts'
import { OrderLineView } from './order-views.ts'
import type { PlacingContext } from './orders-context.ts'
import { Amounts, loadPriced, OrderedGoods } from './priced-goods.ts'
import { orderRefusals } from './refusals.ts'

export const placeOrder = endpoint(
  {
    summary: 'Place an order at the shop’s prices. Its stock is held until the payment, at most until holdEndsAt.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({
      orderId: OrderId,
      ...OrderedGoods.shape,
      totalFen: PositiveFen,
    }),
    reply: z.object({
      orderId: OrderId,
      lines: z.array(OrderLineView),
      ...Amounts.shape,
      placedAt: z.string(),
      holdEndsAt: z.string(),
    }),
    status: 201,
    refusals: pick(
      orderRefusals,
      'order_id_reused',
      'shop_not_found',
      'shop_closed',
      'delivery_not_offered',
      'too_many_open_orders',
      'sku_repeated',
      'product_not_for_sale',
      'out_of_stock',
      'price_changed',
      'amount_limit',
    ),
  },
  async ({ path: { shopId }, body, caller }, context: PlacingContext) => {
    const buyer = signedIn(caller)
    const customerId = CustomerId.parse(buyer.customerId)
    const isStaff = buyer.roleInShop !== undefined
    const { fields } = context
    const requestHash = fields.keyedFingerprint(body)
    const delivery = sealDelivery(fields, { shopId, orderId: body.orderId }, body.delivery)
    return commit(context, async () => {
      const existing = await loadOrder(context.db, shopId, body.orderId)
      if (existing) {
        const isSame = fields.isFingerprintOf(existing.requestHash, body) && existing.customerId === customerId
        return isSame ? { reply: existing } : { refusal: { code: 'order_id_reused', field: 'body.orderId' } }
      }
      const now = context.now()
      const read = await loadState(context, { shopId, customerId, isStaff }, body, now)
      if (!read) return { refusal: { code: 'shop_not_found' } }
      const paymentNo = PaymentNo.parse(context.newId('payment'))
      const command = { ...body, delivery, paymentNo, customerId, isStaff, requestHash }
      const decision = decide({ ...read, openHolds: read.openHolds ?? 0 }, command, now)
      if (!decision.ok) return decision
      const [placed] = decision.events
      if (placed?.type !== 'order_placed') throw new Error('A placement is one event')
      const terms = placed.terms
      const writes = [
        ...orderWrites(undefined, decision.events),
        ...stockWrites(shopId, read.stocks, stockChanges(terms, 'hold'), terms.orderId),
        ...pricedProducts(terms, read).map(checkProduct),
        openHold(terms, read.openHolds),
      ]
      return { writes, reply: terms }
    })
  },
)

type Buyer = { readonly shopId: ShopId; readonly customerId: CustomerId; readonly isStaff: boolean }

/**
 * What the decision looks at. Products are held to what was read by checks in the transaction; the shop is not: it would
 * be one item in every order of the shop. Its settings are those of this moment, like the visits and who takes part in
 * referrals.
 */
async function loadState(
  context: PlacingContext,
  { shopId, customerId, isStaff }: Buyer,
  { orderId, lines }: Pick<PlaceOrder, 'orderId' | 'lines'>,
  now: string,
) {
  const { db } = context
  const stocks = loadStocksToChange(context, shopId, stockChanges({ lines }, 'hold'), orderId)
  const [priced, { visits, introduction }, openHolds] = await Promise.all([
    loadPriced(db, shopId, lines, stocks),
    loadCreditedBy(db, shopId, customerId),
    loadOpenHolds(db, { shopId, customerId }),
  ])
  if (!priced) return undefined
  const windowDays = priced.shop.settings.attributionDays
  const attribution = attribute({ customerId, isStaff, introduction }, visits, windowDays, now)
  const rateBps = context.isSecondLevelOn ? (priced.shop.settings.secondLevelRateBps ?? 0) : 0
  const second = await loadSecondTerms(db, { shopId, buyerId: customerId, attribution, rateBps })
  return { ...priced, attribution, second, openHolds }
}

type Priced<Product> = { readonly products: ReadonlyMap<ProductId, Product>; readonly stocks: Stocks }

/**
 * What the prices are held to. A product of which only spread stock is bought is not: it would be the one item in every
 * order of a flash sale, and the shards for nothing. A new price or the end of the sale counts for orders decided after it.
 */
function pricedProducts<Product>({ lines }: Pick<Order, 'lines'>, { products, stocks }: Priced<Product>): Product[] {
  const held = lines.filter(({ skuId }) => stocks.get(skuId)?.parts.main.mode !== 'spread')
  return [...new Set(held.map((line) => line.productId))].flatMap((productId) => products.get(productId) ?? [])
}
