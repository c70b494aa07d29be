import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { CommissionRateBps, PositiveFen, SecondLevelRateBps } from '../shared/fen.ts'
import { CustomerId, ShopId } from '../shared/ids.ts'
import { lineOfText } from '../shared/text.ts'
import { Moment, TimeZone } from '../shared/time.ts'
import { defaultPayoutSettings, payoutSettings } from './payout-settings.ts'
import { DeliveryKind, ShippingFeeRule } from './shipping-fee.ts'

/** Longer names do not fit on a share card. */
export const shopNameLengthMax = 40

export const ShopName = lineOfText.min(1).max(shopNameLengthMax)

/** Number of the shop's own merchant account under the provider's, in WeChat Pay's partner mode. */
export const SubMchid = z.string().regex(/^\d{8,10}$/)

/** Shorter, and a payer who has to type a password is cut off. */
const paymentHoldMinutesMin = 5
/** Longer, and unpaid orders keep a shop's stock from those who would pay. */
const paymentHoldMinutesMax = 120
/** Longer, and the referrer of an honest sale waits more than a month for the commission. */
const afterSalesDaysMax = 30
/** Longer, and a buyer who asks for money back hears nothing for more than a week. */
const afterSalesAnswerDaysMax = 7
/** Longer, and the sale of a buyer who never answers stays open for ever. */
const autoReceiveDaysMax = 30
/** Half a year: what somebody saw longer ago did not lead to the order. */
const attributionDaysMax = 180

const hasNoneTwice = (kinds: readonly DeliveryKind[]) => new Set(kinds).size === kinds.length

/** What an owner may set. Each value counts for orders placed from then on; an order keeps the ones it was placed under. */
export const ShopSettings = z.object({
  /** How long an unpaid order holds its stock. */
  paymentHoldMinutes: z.int().min(paymentHoldMinutesMin).max(paymentHoldMinutesMax),
  /** Days after receipt in which a buyer may complain; commission is released after them. 0: none. */
  afterSalesDays: z.int().min(0).max(afterSalesDaysMax),
  /** Days in which the shop answers a request for money back, or a parcel on its way back; then the case is escalated. */
  afterSalesAnswerDays: z.int().min(1).max(afterSalesAnswerDaysMax),
  /** Days after shipment when an order counts as received though the buyer said nothing. */
  autoReceiveDays: z.int().min(1).max(autoReceiveDaysMax),
  /** Days in which a visit through a link still wins an order for the link's owner. */
  attributionDays: z.int().min(1).max(attributionDaysMax),
  /** Part of what is kept for the goods that goes to the direct referrer, of products that have no rate of their own. */
  commissionRateBps: CommissionRateBps,
  /** The most that one order earns its referrer, with the second level where there is one; absent: no such cap. */
  commissionCapFen: PositiveFen.exactOptional(),
  /** Part that goes to who introduced the direct referrer; absent or 0: none. It counts only while the deployment has the
   *  second level on. */
  secondLevelRateBps: SecondLevelRateBps.exactOptional(),
  /** How goods come to their buyers; an order by another kind is refused. */
  deliveryKinds: z.array(DeliveryKind).min(1).max(DeliveryKind.options.length).refine(hasNoneTwice, 'no kind twice'),
  shippingFee: ShippingFeeRule,
  ...payoutSettings,
})
export type ShopSettings = z.infer<typeof ShopSettings>

/** What a shop starts with. */
export const defaultShopSettings: ShopSettings = {
  paymentHoldMinutes: 15,
  afterSalesDays: 7,
  afterSalesAnswerDays: 2,
  autoReceiveDays: 10,
  attributionDays: 30,
  commissionRateBps: 1_000,
  deliveryKinds: ['express', 'pickup', 'virtual'],
  shippingFee: { feeFen: 0, regions: [] },
  ...defaultPayoutSettings,
}

/** Where a shop is when its owner does not say. */
export const defaultTimeZone = 'Asia/Shanghai'

export const Shop = z.object({
  shopId: ShopId,
  name: ShopName,
  /** Fixed at opening: another zone would move past orders to other days, and every figure by day with them. */
  timeZone: TimeZone,
  /** A closed shop sells nothing and keeps its history. */
  status: z.enum(['open', 'closed']),
  ownerId: CustomerId,
  /** Set once, see `changeSettings`. Absent: the shop cannot be paid in partner mode yet. */
  subMchid: SubMchid.exactOptional(),
  settings: ShopSettings,
  openedAt: Moment,
  /** Fingerprint of the request that opened it. */
  requestHash: z.string(),
  /** Number of its events. */
  version: z.int().min(1),
})
export type Shop = z.infer<typeof Shop>

export const ShopEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('shop_opened'),
    at: Moment,
    shopId: ShopId,
    name: ShopName,
    timeZone: TimeZone,
    ownerId: CustomerId,
    subMchid: SubMchid.exactOptional(),
    settings: ShopSettings,
    requestHash: z.string(),
  }),
  z.object({
    type: z.literal('shop_settings_changed'),
    at: Moment,
    shopId: ShopId,
    changedBy: CustomerId,
    /** All of them, as they are from now on. */
    settings: ShopSettings,
    subMchid: SubMchid.exactOptional(),
  }),
])
export type ShopEvent = z.infer<typeof ShopEvent>

/** The shop after one more event. */
export function evolveShop(shop: Shop | undefined, event: ShopEvent): Shop {
  switch (event.type) {
    case 'shop_opened': {
      assert(shop === undefined, 'a shop opens once')
      const { type: _, at: openedAt, ...fields } = event
      return { ...fields, status: 'open', openedAt, version: 1 }
    }
    case 'shop_settings_changed': {
      assert(shop !== undefined, 'only a shop that was opened changes')
      const { settings, subMchid } = event
      return { ...shop, settings, ...(subMchid === undefined ? {} : { subMchid }), version: shop.version + 1 }
    }
  }
}
