import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { Moment, TimeZone } from '../../domain/shared/time.ts'
import { openShop as decideOpenShop, shopsPerOwnerMax } from '../../domain/shops/open-shop.ts'
import { evolveShop, type Shop, ShopName, SubMchid } from '../../domain/shops/shop.ts'
import { countShopWrite, loadCustomer } from '../identity/customer-store.ts'
import { ownerRoleWrite } from '../identity/role-store.ts'
import { commit } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { shopRefusals } from './refusals.ts'
import { loadShop, shopWrites } from './shop-store.ts'

export const openShop = endpoint(
  {
    summary: 'Opens a shop; the caller becomes its owner. Again with the same id and body: the same answer.',
    body: z.strictObject({
      shopId: ShopId,
      name: ShopName,
      timeZone: TimeZone.exactOptional().meta({
        description: 'Of the IANA database, for its days and months; Asia/Shanghai when left out. Never changes.',
      }),
      subMchid: SubMchid.exactOptional().meta({
        description: 'Merchant number of the shop in WeChat Pay’s partner mode. It may be set later, and then stays.',
      }),
    }),
    reply: z.object({ shopId: ShopId, name: z.string(), timeZone: z.string(), openedAt: Moment }),
    status: 201,
    refusals: pick(shopRefusals, 'shop_id_reused', 'shop_limit_reached'),
  },
  async ({ body, caller }, context) => {
    const ownerId = CustomerId.parse(signedIn(caller).customerId)
    const now = context.now()
    return commit(context, async () => {
      const existing = await loadShop(context.db, body.shopId)
      const owner = existing ? undefined : await loadCustomer(context.db, ownerId)
      const command = { ...body, ownerId, requestHash: fingerprint(body) }
      const decision = decideOpenShop(existing, command, owner?.shopsOpened ?? 0, now)
      if (!decision.ok) return { refusal: decision.refusal }
      const shop = decision.events.reduce<Shop | undefined>(evolveShop, existing)
      if (!shop) throw new Error('Opening came to no shop')
      const reply = { shopId: shop.shopId, name: shop.name, timeZone: shop.timeZone, openedAt: shop.openedAt }
      if (existing) return { reply }
      const ownership = [countShopWrite(ownerId, shopsPerOwnerMax), ownerRoleWrite(shop.shopId, ownerId, now)]
      return { writes: [...shopWrites(undefined, decision.events), ...ownership], reply }
    })
  },
)
