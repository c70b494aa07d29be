import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import type { CustomerId } from '../shared/ids.ts'
import type { Shop, ShopEvent, ShopSettings } from './shop.ts'

export type ChangeSettings = Partial<Omit<ShopSettings, 'commissionCapFen'>> & {
  /** Null takes the cap away. */
  readonly commissionCapFen?: number | null
  readonly subMchid?: string
}

/**
 * Changes the settings that the command names. `isSecondLevelOn`: whether the deployment allows a second level.
 * Refuses `second_level_off` for a second level's rate where it does not; 0 is never refused.
 * Values that are so already make no event.
 * Refuses `sub_mchid_fixed`: once set, the merchant number stays, since refunds of what was paid go through the account
 * that it was paid to, and a session in the wrong hands must not be able to lead the shop's money elsewhere.
 */
export function changeSettings(
  shop: Shop,
  command: ChangeSettings,
  changedBy: CustomerId,
  now: string,
  isSecondLevelOn = false,
): Decision<ShopEvent, Refusal<'sub_mchid_fixed' | 'second_level_off'>> {
  const { subMchid, commissionCapFen, ...changed } = command
  if (changed.secondLevelRateBps && !isSecondLevelOn) return refused('second_level_off', 'body.secondLevelRateBps')
  if (subMchid !== undefined && shop.subMchid !== undefined && subMchid !== shop.subMchid)
    return refused('sub_mchid_fixed', 'body.subMchid')
  const { commissionCapFen: capBeforeFen, ...before } = shop.settings
  const capFen = commissionCapFen === undefined ? capBeforeFen : (commissionCapFen ?? undefined)
  const settings = { ...before, ...changed, ...(capFen === undefined ? {} : { commissionCapFen: capFen }) }
  const names = Object.keys({ ...shop.settings, ...settings }) as (keyof ShopSettings)[]
  const isSame = names.every((name) => isSameValue(settings[name], shop.settings[name]))
  if (isSame && (subMchid === undefined || subMchid === shop.subMchid)) return decided()
  const { shopId } = shop
  const event = { type: 'shop_settings_changed', at: now, shopId, changedBy, settings } as const
  return decided(subMchid === undefined ? event : { ...event, subMchid })
}

/** Both have been parsed by one shape, so their fields are in one order. */
const isSameValue = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
