import type { EndpointsOf } from '../shared/http/api.ts'
import type { SecondLevelContext } from '../shared/second-level.ts'
import { createLink } from './create-link.ts'
import { decideCommissionHold } from './decide-commission-hold.ts'
import { dryRunCommission } from './dry-run-commission.ts'
import { exportAccountEntries } from './export-account-entries.ts'
import { exportCommissionYear } from './export-commission-year.ts'
import { exportMyEntries } from './export-my-entries.ts'
import { getChain } from './get-chain.ts'
import { getChannelFunnel, getLinkFunnel, getReferrerFunnel } from './get-funnel.ts'
import { getMember } from './get-member.ts'
import { getMyReferrals } from './get-my-referrals.ts'
import { getOrderCommission } from './get-order-commission.ts'
import { leaveReferrals } from './leave-referrals.ts'
import { liftSuspension } from './lift-suspension.ts'
import type { LinksContext } from './links-context.ts'
import { listAccountEntries } from './list-account-entries.ts'
import { listCommissionAccounts } from './list-commission-accounts.ts'
import { listCommissionHolds } from './list-commission-holds.ts'
import { listCommissionYear } from './list-commission-year.ts'
import { listKeyPeople } from './list-key-people.ts'
import { listLinks } from './list-links.ts'
import { listMemberIntroduced } from './list-member-introduced.ts'
import { listMemberPath } from './list-member-path.ts'
import { listMyEntries } from './list-my-entries.ts'
import { listMyIntroduced } from './list-my-introduced.ts'
import { listReferrerLinks } from './list-referrer-links.ts'
import { recordVisit } from './record-visit.ts'
import { rejoinReferrals } from './rejoin-referrals.ts'
import { revokeLink } from './revoke-link.ts'
import { suspendReferrer } from './suspend-referrer.ts'

export const referralsEndpoints = {
  'create-link': createLink,
  'list-links': listLinks,
  'revoke-link': revokeLink,
  'get-link-funnel': getLinkFunnel,
  'get-channel-funnel': getChannelFunnel,
  'get-referrer-funnel': getReferrerFunnel,
  'list-referrer-links': listReferrerLinks,
  'record-visit': recordVisit,
  'get-my-referrals': getMyReferrals,
  'leave-referrals': leaveReferrals,
  'rejoin-referrals': rejoinReferrals,
  'suspend-referrer': suspendReferrer,
  'lift-suspension': liftSuspension,
  'list-my-introduced': listMyIntroduced,
  'get-member': getMember,
  'list-member-introduced': listMemberIntroduced,
  'list-member-path': listMemberPath,
  'get-chain': getChain,
  'list-key-people': listKeyPeople,
  'list-commission-accounts': listCommissionAccounts,
  'get-order-commission': getOrderCommission,
  'dry-run-commission': dryRunCommission,
  'list-commission-holds': listCommissionHolds,
  'decide-commission-hold': decideCommissionHold,
  'list-my-entries': listMyEntries,
  'export-my-entries': exportMyEntries,
  'list-account-entries': listAccountEntries,
  'export-account-entries': exportAccountEntries,
  'list-commission-year': listCommissionYear,
  'export-commission-year': exportCommissionYear,
} satisfies EndpointsOf<'referrals', LinksContext & SecondLevelContext>
