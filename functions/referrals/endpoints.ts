import type { EndpointsOf } from '../shared/http/api.ts'
import { createLink } from './create-link.ts'
import { getChain } from './get-chain.ts'
import { getMember } from './get-member.ts'
import { getMyReferrals } from './get-my-referrals.ts'
import { getOrderCommission } from './get-order-commission.ts'
import { listCommissionAccounts } from './list-commission-accounts.ts'
import { listKeyPeople } from './list-key-people.ts'
import { listMemberIntroduced } from './list-member-introduced.ts'
import { listMemberPath } from './list-member-path.ts'
import { listMyIntroduced } from './list-my-introduced.ts'
import { recordVisit } from './record-visit.ts'

export const referralsEndpoints = {
  'create-link': createLink,
  'record-visit': recordVisit,
  'get-my-referrals': getMyReferrals,
  'list-my-introduced': listMyIntroduced,
  'get-member': getMember,
  'list-member-introduced': listMemberIntroduced,
  'list-member-path': listMemberPath,
  'get-chain': getChain,
  'list-key-people': listKeyPeople,
  'list-commission-accounts': listCommissionAccounts,
  'get-order-commission': getOrderCommission,
} satisfies EndpointsOf<'referrals'>
