import * as z from 'zod'
import { type Shop, ShopSettings, SubMchid } from '../../domain/shops/shop.ts'

/** A shop's settings as its owner and staff see them. */
export const SettingsReply = z.object({
  settings: ShopSettings,
  subMchid: SubMchid.exactOptional(),
  /** Grows with every change. */
  version: z.int().min(1),
})

export const settingsReply = ({ settings, subMchid, version }: Shop): z.infer<typeof SettingsReply> =>
  subMchid === undefined ? { settings, version } : { settings, subMchid, version }
