import * as z from 'zod'
import { refused } from '../../domain/shared/decision.ts'
import { PayoutId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { payoutRefusals } from './payout-refusals.ts'
import { loadPayout } from './payout-store.ts'
import { MyPayout, myPayout } from './payout-views.ts'

export const getPayout = endpoint(
  {
    summary:
      'A payout, for its referrer and the shop’s owner. While WeChat waits, the referrer gets what wx.requestMerchantTransfer takes.',
    path: z.strictObject({ shopId: ShopId, payoutId: PayoutId }),
    reply: MyPayout,
    status: 200,
    refusals: pick(payoutRefusals, 'payout_not_found'),
  },
  async ({ path, caller }, { db }) => {
    const { customerId, roleInShop } = signedIn(caller)
    const payout = await loadPayout(db, path)
    if (payout?.referrerId === customerId) return { ok: true, reply: myPayout(payout) }
    return payout && roleInShop === 'owner' ? { ok: true, reply: payout } : refused('payout_not_found')
  },
)
