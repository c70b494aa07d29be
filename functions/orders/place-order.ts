import * as z from 'zod'
import type { Order } from '../../domain/orders/order.ts'
import { stockChanges } from '../../domain/orders/pay-order.ts'
import { placeOrder as decide } from '../../domain/orders/place-order.ts'
import { attribute } from '../../domain/referrals/attribution.ts'
import { PositiveFen } from '../../domain/shared/fen.ts'
import { CustomerId, OrderId, PaymentNo, type ProductId, ShopId } from '../../domain/shared/ids.ts'
import { checkProduct } from '../catalog/product-store.ts'
import { stockWrite } from '../catalog/stock-store.ts'
import { loadMember } from '../referrals/member-store.ts'
import { loadVisits } from '../referrals/visit-store.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { sealDelivery } from './delivery.ts'
import { loadOpenHolds, openHold } from './hold-store.ts'
import { loadOrder, orderWrites } from './order-store.ts'
import { OrderLineView } from './order-views.ts'
import type { SealingContext } from './orders-context.ts'
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
  async ({ path: { shopId }, body, caller }, context: SealingContext) => {
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
      const read = await loadState(context, { shopId, customerId, isStaff }, body.lines, now)
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
  const [priced, member, visits, openHolds] = await Promise.all([
    loadPriced(db, shopId, lines),
    loadMember(db, shopId, customerId),
    loadVisits(db, shopId, customerId),
    loadOpenHolds(db, { shopId, customerId }),
  ])
  if (!priced) return undefined
  const windowDays = priced.shop.settings.attributionDays
  const buyer = { customerId, isStaff, introduction: member.introduction }
  return { ...priced, attribution: attribute(buyer, visits, windowDays, now), openHolds }
}

const pricedProducts = <Product>(terms: Pick<Order, 'lines'>, products: ReadonlyMap<ProductId, Product>): Product[] =>
  [...new Set(terms.lines.map((line) => line.productId))].flatMap((productId) => products.get(productId) ?? [])
