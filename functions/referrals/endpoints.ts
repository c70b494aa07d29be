import type { EndpointsOf } from '../shared/http/api.ts'
import { createLink } from './create-link.ts'
import { getChannelFunnel, getLinkFunnel, getReferrerFunnel } from './get-funnel.ts'
import { getMyReferrals } from './get-my-referrals.ts'
import { getOrderCommission } from './get-order-commission.ts'
import type { LinksContext } from './links-context.ts'
import { listCommissionAccounts } from './list-commission-accounts.ts'
import { listLinks } from './list-links.ts'
import { recordVisit } from './record-visit.ts'
import { revokeLink } from './revoke-link.ts'

export const referralsEndpoints = {
  'create-link': createLink,
  'list-links': listLinks,
  'revoke-link': revokeLink,
  'get-link-funnel': getLinkFunnel,
  'get-channel-funnel': getChannelFunnel,
  'get-referrer-funnel': getReferrerFunnel,
  'record-visit': recordVisit,
  'get-my-referrals': getMyReferrals,
  'list-commission-accounts': listCommissionAccounts,
  'get-order-commission': getOrderCommission,
} satisfies EndpointsOf<'referrals', LinksContext>
