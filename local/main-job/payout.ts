import { ulid } from 'ulid'
import { call } from './http-client.ts'
import { type Addresses, type Person, until } from './people.ts'
import type { Progress } from './progress.ts'

type Confirmation = Readonly<Record<string, string>>
export type ShownPayout = { readonly payoutId: string; readonly status: string; readonly confirmation?: Confirmation }
export type Account = { readonly availableFen: number; readonly inTransitFen: number; readonly paidOutFen: number }

/** Asks for a payout of one's commission. */
export const requestPayout = (at: Addresses, who: Person, shopId: string, amountFen: number) =>
  call<ShownPayout>('POST', `${at.apiUrl}/v1/shops/${shopId}/payouts`, {
    token: who.token,
    body: { payoutId: `out_${ulid()}`, amountFen },
  })

export const approvePayout = (at: Addresses, owner: Person, shopId: string, payoutId: string) =>
  call<ShownPayout>('POST', `${at.apiUrl}/v1/shops/${shopId}/payouts/${payoutId}/approval`, { token: owner.token })

export const readPayout = (at: Addresses, who: Person, shopId: string, payoutId: string) =>
  call<ShownPayout>('GET', `${at.apiUrl}/v1/shops/${shopId}/payouts/${payoutId}`, { token: who.token })

/** Takes a transfer on the phone, as wx.requestMerchantTransfer would. */
export const confirmOnPhone = ({ wechatUrl }: Addresses, who: Person, merchantTransfer: Confirmation | undefined) =>
  call('POST', `${wechatUrl}/phone/transfers/confirm`, { body: { name: who.name, merchantTransfer } })

/** Waits until the payout shows what became of it; WeChat tells it a moment later. */
export const untilPayout = (at: Addresses, who: Person, shopId: string, payoutId: string, status: string) =>
  until(`payout ${payoutId} is ${status}`, async () => {
    const payout = await readPayout(at, who, shopId, payoutId)
    return payout.status === status ? payout : undefined
  })

/** What somebody has earned in a shop. */
export const readAccount = (at: Addresses, who: Person, shopId: string) =>
  call<Account>('GET', `${at.apiUrl}/v1/shops/${shopId}/referrals/me`, { token: who.token })

type Shop = { readonly at: Addresses; readonly owner: Person; readonly shopId: string; readonly progress: Progress }

/** A referrer takes all that is theirs: the owner agrees, and they confirm it on their phone. */
export async function takeCommissionOut({ at, owner, shopId, progress }: Shop, referrer: Person): Promise<void> {
  const { availableFen } = await readAccount(at, referrer, shopId)
  const { payoutId } = await requestPayout(at, referrer, shopId, availableFen)
  await approvePayout(at, owner, shopId, payoutId)
  progress.step('安娜', 'asks for what is hers, and the owner agrees', { payoutFen: availableFen })
  const { confirmation } = await readPayout(at, referrer, shopId, payoutId)
  await confirmOnPhone(at, referrer, confirmation)
  await untilPayout(at, referrer, shopId, payoutId, 'paid')
  progress.step('安娜', 'confirms it on her phone and has the money')
}
