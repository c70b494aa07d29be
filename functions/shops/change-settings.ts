import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { changeSettings as decideChange } from '../../domain/shops/change-settings.ts'
import { evolveShop, ShopSettings, SubMchid } from '../../domain/shops/shop.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import type { SecondLevelContext } from '../shared/second-level.ts'
import { shopRefusals } from './refusals.ts'
import { SettingsReply, settingsReply } from './settings-reply.ts'
import { loadShop, shopWrites } from './shop-store.ts'

const { paymentHoldMinutes, afterSalesDays, afterSalesAnswerDays, autoReceiveDays } = ShopSettings.shape
const { attributionDays, commissionRateBps, commissionCapFen, secondLevelRateBps } = ShopSettings.shape
const { deliveryKinds, shippingFee } = ShopSettings.shape
const { payoutMinFen, payoutMaxFen, payoutApproval } = ShopSettings.shape

export const changeSettings = endpoint(
  {
    summary:
      'Changes the settings named, for orders placed from now on; null takes the cap away. Again: the same answer.',
    path: z.strictObject({ shopId: ShopId }),
    body: z
      .strictObject({
        paymentHoldMinutes: paymentHoldMinutes.exactOptional(),
        afterSalesDays: afterSalesDays.exactOptional(),
        afterSalesAnswerDays: afterSalesAnswerDays.exactOptional(),
        autoReceiveDays: autoReceiveDays.exactOptional(),
        attributionDays: attributionDays.exactOptional(),
        commissionRateBps: commissionRateBps.exactOptional(),
        commissionCapFen: commissionCapFen.unwrap().nullable().exactOptional(),
        secondLevelRateBps: secondLevelRateBps.exactOptional().meta({
          description:
            'Of the sale, to who introduced its referrer. Only where the deployment has the second level on.',
        }),
        deliveryKinds: deliveryKinds.exactOptional(),
        shippingFee: shippingFee.exactOptional(),
        payoutMinFen: payoutMinFen.exactOptional(),
        payoutMaxFen: payoutMaxFen.exactOptional(),
        payoutApproval: payoutApproval.exactOptional(),
        subMchid: SubMchid.exactOptional(),
      })
      .refine((body) => Object.keys(body).length > 0, 'at least one setting')
      .meta({ minProperties: 1 }),
    reply: SettingsReply,
    status: 200,
    refusals: pick(shopRefusals, 'shop_not_found', 'sub_mchid_fixed', 'second_level_off'),
  },
  async ({ path, body, caller }, context: SecondLevelContext) => {
    const changedBy = CustomerId.parse(signedIn(caller).customerId)
    const now = context.now()
    return commit(context, async () => {
      const shop = await loadShop(context.db, path.shopId)
      if (!shop) return { refusal: { code: 'shop_not_found' } }
      const decision = decideChange(shop, body, changedBy, now, context.isSecondLevelOn)
      if (!decision.ok) return { refusal: decision.refusal }
      const reply = settingsReply(decision.events.reduce(evolveShop, shop))
      return { writes: shopWrites(shop, decision.events), reply }
    })
  },
)
