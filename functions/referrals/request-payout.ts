import * as z from 'zod'
import { requestPayout as decide } from '../../domain/referrals/ask-payout.ts'
import { type PayoutTerms, TransferNo } from '../../domain/referrals/payout.ts'
import { PositiveFen } from '../../domain/shared/fen.ts'
import { CustomerId, PayoutId, ShopId } from '../../domain/shared/ids.ts'
import { lineOfText } from '../../domain/shared/text.ts'
import type { Shop } from '../../domain/shops/shop.ts'
import { loadCustomer } from '../identity/customer-store.ts'
import { commit } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { advanceAndShow } from './advance-and-show.ts'
import { loadAccount } from './ledger-store.ts'
import { payoutRefusals } from './payout-refusals.ts'
import { loadPayout, payoutWrites } from './payout-store.ts'
import { MyPayout } from './payout-views.ts'
import type { PayoutsContext } from './payouts-context.ts'

/** WeChat takes no longer names, and nobody in its books has one. */
const recipientNameLengthMax = 64

const Body = z.strictObject({
  payoutId: PayoutId,
  amountFen: PositiveFen,
  /** As in the recipient’s identity card; WeChat compares it. Kept only as WeChat alone can read it. */
  recipientName: lineOfText.min(1).max(recipientNameLengthMax).exactOptional(),
})

export const requestPayout = endpoint(
  {
    summary:
      'Ask for a payout of the caller’s available commission, which is set aside at once. Once it waits, the user confirms it by wx.requestMerchantTransfer within a day.',
    path: z.strictObject({ shopId: ShopId }),
    body: Body,
    reply: MyPayout,
    status: 201,
    refusals: pick(
      payoutRefusals,
      'payout_id_reused',
      'shop_not_found',
      'payouts_not_set_up',
      'payout_too_small',
      'payout_too_large',
      'not_enough_commission',
      'recipient_name_needed',
    ),
  },
  async ({ path: { shopId }, body, caller }, context: PayoutsContext) => {
    const { db, merchant } = context
    const referrerId = CustomerId.parse(signedIn(caller).customerId)
    const { payoutId, amountFen } = body
    // Without the name, which could be tried out.
    const requestHash = fingerprint({ payoutId, amountFen })
    const requested = await commit(context, async () => {
      const existing = await loadPayout(db, { shopId, payoutId })
      if (existing) {
        const isSame = existing.requestHash === requestHash && existing.referrerId === referrerId
        return isSame ? { reply: existing } : { refusal: { code: 'payout_id_reused', field: 'body.payoutId' } }
      }
      const [shop, account] = await Promise.all([loadShop(db, shopId), loadAccount(db, shopId, referrerId)])
      if (!shop) return { refusal: { code: 'shop_not_found' } }
      if (merchant.mode === 'partner' && shop.subMchid === undefined) return { refusal: { code: 'payouts_not_set_up' } }
      const terms = { ...(await termsOf(context, shop, referrerId, body)), requestHash }
      const decision = decide({ account, settings: shop.settings }, terms)
      if (!decision.ok) return decision
      const { step } = decision
      return { writes: await payoutWrites(db, account, step), reply: step.after }
    })
    return requested.ok ? advanceAndShow(context, requested.reply) : requested
  },
)

/** What a payout to the referrer is asked for with, under a number of ours. */
async function termsOf(
  { db, now, newId, merchant, transfers }: PayoutsContext,
  { shopId, timeZone, subMchid }: Shop,
  referrerId: CustomerId,
  { payoutId, amountFen, recipientName }: z.infer<typeof Body>,
): Promise<Omit<PayoutTerms, 'requestHash'>> {
  const customer = await loadCustomer(db, referrerId)
  if (!customer) throw new Error(`Customer ${referrerId} has a session and is not there`)
  const { mode, mchid, appId } = merchant
  const transferNo = TransferNo.parse(newId('transfer').replace('_', ''))
  return {
    ...{ payoutId, shopId, referrerId, amountFen, transferNo, appId, mchid, openid: customer.openid, timeZone },
    ...(mode === 'partner' && subMchid !== undefined ? { subMchid } : {}),
    ...(recipientName === undefined ? {} : { sealedName: transfers.sealName(recipientName) }),
    requestedAt: now(),
  }
}
