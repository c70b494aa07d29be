import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import type { CustomerId } from '../shared/ids.ts'
import type { Shop, ShopEvent, ShopSettings } from './shop.ts'

export type ChangeSettings = Partial<ShopSettings> & { readonly subMchid?: string }

/**
 * Changes the settings that the command names. Values that are so already make no event.
 * Refuses `sub_mchid_fixed`: once set, the merchant number stays, since refunds of what was paid go through the account
 * that it was paid to, and a session in the wrong hands must not be able to lead the shop's money elsewhere.
 */
export function changeSettings(
  shop: Shop,
  command: ChangeSettings,
  changedBy: CustomerId,
  now: string,
): Decision<ShopEvent, Refusal<'sub_mchid_fixed'>> {
  const { subMchid, ...changed } = command
  if (subMchid !== undefined && shop.subMchid !== undefined && subMchid !== shop.subMchid)
    return refused('sub_mchid_fixed', 'body.subMchid')
  const settings = { ...shop.settings, ...changed }
  const names = Object.keys(settings) as (keyof ShopSettings)[]
  const isSame = names.every((name) => isSameValue(settings[name], shop.settings[name]))
  if (isSame && (subMchid === undefined || subMchid === shop.subMchid)) return decided()
  const { shopId } = shop
  const event = { type: 'shop_settings_changed', at: now, shopId, changedBy, settings } as const
  return decided(subMchid === undefined ? event : { ...event, subMchid })
}

/** Both have been parsed by one shape, so their fields are in one order. */
const isSameValue = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
