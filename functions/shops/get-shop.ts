import * as z from 'zod'
import { refused } from '../../domain/shared/decision.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { Shop, ShopSettings } from '../../domain/shops/shop.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { shopRefusals } from './refusals.ts'
import { loadShop } from './shop-store.ts'

export const getShop = endpoint(
  {
    summary: 'A shop as everyone sees it.',
    path: z.strictObject({ shopId: ShopId }),
    reply: Shop.pick({ shopId: true, name: true, timeZone: true, status: true }).extend(
      ShopSettings.pick({ deliveryKinds: true, shippingFee: true }).shape,
    ),
    status: 200,
    refusals: pick(shopRefusals, 'shop_not_found'),
  },
  async ({ path }, context) => {
    const shop = await loadShop(context.db, path.shopId)
    return shop ? { ok: true, reply: { ...shop, ...shop.settings } } : refused('shop_not_found')
  },
)
