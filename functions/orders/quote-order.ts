import * as z from 'zod'
import { priceOrder } from '../../domain/orders/place-order.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { loadStocks } from '../catalog/load-stocks.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { destinationOf } from './delivery.ts'
import { Amounts, loadPriced, OrderedGoods } from './priced-goods.ts'
import { orderRefusals } from './refusals.ts'

export const quoteOrder = endpoint(
  {
    summary:
      'What an order would cost now, with its shipping. Nothing is held or kept: placing it may still be refused.',
    path: z.strictObject({ shopId: ShopId }),
    body: OrderedGoods,
    reply: Amounts,
    status: 200,
    refusals: pick(
      orderRefusals,
      'shop_not_found',
      'shop_closed',
      'delivery_not_offered',
      'sku_repeated',
      'product_not_for_sale',
      'out_of_stock',
      'amount_limit',
    ),
  },
  async ({ path: { shopId }, body: { lines, delivery } }, { db }) => {
    const read = await loadPriced(db, shopId, lines, loadStocks(db, shopId, lines))
    if (!read) return { ok: false, refusal: { code: 'shop_not_found' } }
    const priced = priceOrder(read, { lines, delivery: destinationOf(delivery) })
    return priced.ok ? { ok: true, reply: priced } : priced
  },
)
