import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import type { CustomerId, ShopId } from '../shared/ids.ts'
import { defaultShopSettings, defaultTimeZone, type Shop, type ShopEvent } from './shop.ts'

/** Shops that one person may open. A real owner has a few; more is somebody filling the platform. */
export const shopsPerOwnerMax = 20

export type OpenShop = {
  readonly shopId: ShopId
  readonly name: string
  readonly timeZone?: string
  readonly subMchid?: string
  readonly ownerId: CustomerId
  readonly requestHash: string
}

/**
 * Opens a shop with the default settings. The same request sent again makes no event.
 * Refusals: `shop_id_reused` (somebody else's shop, or another request, has the id), `shop_limit_reached`.
 * @param shopsOpened how many shops the owner has opened so far.
 */
export function openShop(
  shop: Shop | undefined,
  command: OpenShop,
  shopsOpened: number,
  now: string,
): Decision<ShopEvent, Refusal<'shop_id_reused' | 'shop_limit_reached'>> {
  if (shop) {
    const isSame = shop.requestHash === command.requestHash && shop.ownerId === command.ownerId
    return isSame ? decided() : refused('shop_id_reused', 'body.shopId')
  }
  if (shopsOpened >= shopsPerOwnerMax) return refused('shop_limit_reached')
  const timeZone = command.timeZone ?? defaultTimeZone
  return decided({ type: 'shop_opened', at: now, ...command, timeZone, settings: defaultShopSettings })
}
