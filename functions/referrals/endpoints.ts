import type { EndpointsOf } from '../shared/http/api.ts'
import { createLink } from './create-link.ts'
import { exportAccountEntries } from './export-account-entries.ts'
import { exportCommissionYear } from './export-commission-year.ts'
import { exportMyEntries } from './export-my-entries.ts'
import { getMyReferrals } from './get-my-referrals.ts'
import { getOrderCommission } from './get-order-commission.ts'
import { listAccountEntries } from './list-account-entries.ts'
import { listCommissionAccounts } from './list-commission-accounts.ts'
import { listCommissionYear } from './list-commission-year.ts'
import { listMyEntries } from './list-my-entries.ts'
import { recordVisit } from './record-visit.ts'

export const referralsEndpoints = {
  'create-link': createLink,
  'record-visit': recordVisit,
  'get-my-referrals': getMyReferrals,
  'list-commission-accounts': listCommissionAccounts,
  'get-order-commission': getOrderCommission,
  'list-my-entries': listMyEntries,
  'export-my-entries': exportMyEntries,
  'list-account-entries': listAccountEntries,
  'export-account-entries': exportAccountEntries,
  'list-commission-year': listCommissionYear,
  'export-commission-year': exportCommissionYear,
} satisfies EndpointsOf<'referrals'>
