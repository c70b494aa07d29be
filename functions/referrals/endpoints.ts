import type { EndpointsOf } from '../shared/http/api.ts'
import { createLink } from './create-link.ts'
import { decideCommissionHold } from './decide-commission-hold.ts'
import { dryRunCommission } from './dry-run-commission.ts'
import { getMyReferrals } from './get-my-referrals.ts'
import { getOrderCommission } from './get-order-commission.ts'
import { listCommissionAccounts } from './list-commission-accounts.ts'
import { listCommissionHolds } from './list-commission-holds.ts'
import { recordVisit } from './record-visit.ts'

export const referralsEndpoints = {
  'create-link': createLink,
  'record-visit': recordVisit,
  'get-my-referrals': getMyReferrals,
  'list-commission-accounts': listCommissionAccounts,
  'get-order-commission': getOrderCommission,
  'dry-run-commission': dryRunCommission,
  'list-commission-holds': listCommissionHolds,
  'decide-commission-hold': decideCommissionHold,
} satisfies EndpointsOf<'referrals'>
