import { type PayoutDecision, requestPayout } from '../../../domain/referrals/ask-payout.ts'
import { newAccount, type ReferrerAccount } from '../../../domain/referrals/ledger.ts'
import { Payout, type PayoutStep, type PayoutTerms, TransferNo } from '../../../domain/referrals/payout.ts'
import { defaultPayoutSettings } from '../../../domain/shops/payout-settings.ts'
import { payoutId, shopId } from '../shared/ids.ts'
import { now, referrerId } from './sales.ts'

export const transferNo = (number = 1) => TransferNo.parse(`trf${String(number).padStart(26, '0')}`)

export const terms = (amountFen: number, number = 1): PayoutTerms => ({
  payoutId: payoutId(number),
  shopId: shopId(),
  referrerId,
  amountFen,
  transferNo: transferNo(number),
  appId: 'wx0000000000000001',
  mchid: '1900000001',
  openid: 'openid',
  timeZone: 'Asia/Shanghai',
  requestHash: 'hash',
  requestedAt: now,
})

export const accountOf = (availableFen: number): ReferrerAccount => ({
  ...newAccount(shopId(), referrerId),
  ...{ availableFen, version: 1 },
})

export const ask = (amountFen: number, availableFen: number, settings: Partial<typeof defaultPayoutSettings> = {}) =>
  requestPayout(
    { account: accountOf(availableFen), settings: { ...defaultPayoutSettings, ...settings } },
    terms(amountFen),
  )

/** The payout after a step that is taken for granted; throws where it would be read back as something else. */
export function stateAfter(decision: PayoutDecision<string> | PayoutStep | string | undefined): Payout {
  if (decision === undefined || typeof decision === 'string') throw new Error(`No step: ${decision}`)
  if ('ok' in decision && !decision.ok) throw new Error(decision.refusal.code)
  return Payout.parse('ok' in decision ? decision.step.after : decision.after)
}
