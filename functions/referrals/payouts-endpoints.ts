import type { EndpointsOf } from '../shared/http/api.ts'
import { approvePayout } from './approve-payout.ts'
import { cancelPayout } from './cancel-payout.ts'
import { getPayout } from './get-payout.ts'
import { listMyPayouts } from './list-my-payouts.ts'
import { listPayouts } from './list-payouts.ts'
import type { PayoutsContext } from './payouts-context.ts'
import { rejectPayout } from './reject-payout.ts'
import { requestPayout } from './request-payout.ts'

/** A function of its own: it alone of the referrals' asks WeChat Pay. */
export const payoutsEndpoints = {
  'request-payout': requestPayout,
  'list-payouts': listPayouts,
  'list-my-payouts': listMyPayouts,
  'get-payout': getPayout,
  'cancel-payout': cancelPayout,
  'approve-payout': approvePayout,
  'reject-payout': rejectPayout,
} satisfies EndpointsOf<'payouts', PayoutsContext>
