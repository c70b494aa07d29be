import * as z from 'zod'
import { refused } from '../../domain/shared/decision.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { shopRefusals } from './refusals.ts'
import { SettingsReply, settingsReply } from './settings-reply.ts'
import { loadShop } from './shop-store.ts'

export const getSettings = endpoint(
  {
    summary: 'The settings of the shop.',
    path: z.strictObject({ shopId: ShopId }),
    reply: SettingsReply,
    status: 200,
    refusals: pick(shopRefusals, 'shop_not_found'),
  },
  async ({ path }, context) => {
    const shop = await loadShop(context.db, path.shopId)
    return shop ? { ok: true, reply: settingsReply(shop) } : refused('shop_not_found')
  },
)
