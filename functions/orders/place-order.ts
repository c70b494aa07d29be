import * as z from 'zod'
import { lineQuantityMax, linesMax } from '../../domain/orders/limits.ts'
import type { Order } from '../../domain/orders/order.ts'
import { stockChanges } from '../../domain/orders/pay-order.ts'
import { placeOrder as decide } from '../../domain/orders/place-order.ts'
import { attribute } from '../../domain/referrals/attribution.ts'
import { PositiveFen } from '../../domain/shared/fen.ts'
import { CustomerId, OrderId, PaymentNo, ProductId, ShopId, SkuId } from '../../domain/shared/ids.ts'
import type { Shop } from '../../domain/shops/shop.ts'
import { checkProduct, loadProducts } from '../catalog/product-store.ts'
import { loadStocks, stockWrite } from '../catalog/stock-store.ts'
import { loadMember } from '../referrals/member-store.ts'
import { loadVisits } from '../referrals/visit-store.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { loadOpenHolds, openHold } from './hold-store.ts'
import { loadOrder, orderWrites } from './order-store.ts'
import { OrderLineView } from './order-views.ts'
import { orderRefusals } from './refusals.ts'

export const placeOrder = endpoint(
  {
    summary: 'Place an order at the shop’s prices. Its stock is held until the payment, at most until holdEndsAt.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({
      orderId: OrderId,
      lines: z
        .array(z.strictObject({ productId: ProductId, skuId: SkuId, quantity: z.int().min(1).max(lineQuantityMax) }))
        .min(1)
        .max(linesMax),
      totalFen: PositiveFen,
    }),
    reply: z.object({
      orderId: OrderId,
      lines: z.array(OrderLineView),
      goodsFen: z.int(),
      shippingFeeFen: z.int(),
      totalFen: z.int(),
      placedAt: z.string(),
      holdEndsAt: z.string(),
    }),
    status: 201,
    refusals: pick(
      orderRefusals,
      'order_id_reused',
      'shop_not_found',
      'shop_closed',
      'too_many_open_orders',
      'sku_repeated',
      'product_not_for_sale',
      'out_of_stock',
      'price_changed',
      'amount_limit',
    ),
  },
  async ({ path: { shopId }, body, caller }, context) => {
    const buyer = signedIn(caller)
    const customerId = CustomerId.parse(buyer.customerId)
    const isStaff = buyer.roleInShop !== undefined
    const requestHash = fingerprint(body)
    return commit(context, async () => {
      const existing = await loadOrder(context.db, shopId, body.orderId)
      if (existing) {
        const isSame = existing.requestHash === requestHash && existing.customerId === customerId
        return isSame ? { reply: existing } : { refusal: { code: 'order_id_reused', field: 'body.orderId' } }
      }
      const now = context.now()
      const read = await loadState(context, { shopId, customerId, isStaff }, body.lines, now)
      if (!read) return { refusal: { code: 'shop_not_found' } }
      const paymentNo = PaymentNo.parse(context.newId('payment'))
      const command = { ...body, paymentNo, customerId, isStaff, requestHash }
      const decision = decide({ ...read, openHolds: read.openHolds ?? 0 }, command, now)
      if (!decision.ok) return decision
      const [placed] = decision.events
      if (placed?.type !== 'order_placed') throw new Error('A placement is one event')
      const terms = placed.terms
      const writes = [
        ...orderWrites(undefined, decision.events),
        ...stockChanges(terms, 'hold').map((change) => stockWrite(shopId, change)),
        ...pricedProducts(terms, read.products).map(checkProduct),
        openHold(terms, read.openHolds),
      ]
      return { writes, reply: terms }
    })
  },
)

type Buyer = { readonly shopId: ShopId; readonly customerId: CustomerId; readonly isStaff: boolean }

/**
 * What the decision looks at. Products are held to what was read by checks in the transaction; the shop is not: it would
 * be one item in every order of the shop. Its settings are those of this moment, like the visits.
 */
async function loadState(
  { db }: Context,
  { shopId, customerId, isStaff }: Buyer,
  lines: readonly { readonly productId: string; readonly skuId: string }[],
  now: string,
) {
  const productIds = lines.map(({ productId }) => productId)
  const [shop, products, stocks, member, visits, openHolds] = await Promise.all([
    loadShop(db, shopId),
    loadProducts(db, shopId, productIds),
    loadStocks(db, shopId, lines),
    loadMember(db, shopId, customerId),
    loadVisits(db, shopId, customerId),
    loadOpenHolds(db, { shopId, customerId }),
  ])
  if (!shop) return undefined
  const windowDays = (shop satisfies Shop).settings.attributionDays
  const buyer = { customerId, isStaff, introduction: member.introduction }
  const attribution = attribute(buyer, visits, windowDays, now)
  return { shop, products, stocks, attribution, openHolds }
}

const pricedProducts = <Product>(terms: Pick<Order, 'lines'>, products: ReadonlyMap<ProductId, Product>): Product[] =>
  [...new Set(terms.lines.map((line) => line.productId))].flatMap((productId) => products.get(productId) ?? [])
