import { joinChain } from '../../domain/referrals/chain-node.ts'
import { evolveMember, introduce, type NotIntroduced, stranger } from '../../domain/referrals/member.ts'
import type { Visit } from '../../domain/referrals/visit.ts'
import type { CustomerId } from '../../domain/shared/ids.ts'
import { loadRole } from '../identity/role-store.ts'
import type { Reader, Write } from '../shared/storage.ts'
import { loadNode } from './chain-store.ts'
import { changedNodeWrites } from './chain-worth.ts'
import { loadMember, loadMembers, memberWrites } from './member-store.ts'

/** The writes by which one of a customer's visits to a shop introduces them, the first that may; or why none does. */
export async function introductionWrites(
  db: Reader,
  customerId: CustomerId,
  visits: readonly [Visit, ...Visit[]],
  now: string,
): Promise<{ readonly writes: readonly Write[]; readonly reason?: NotIntroduced }> {
  const { shopId } = visits[0]
  const [newcomer, role, introducers, node] = await Promise.all([
    loadMember(db, shopId, customerId),
    loadRole(db, customerId, shopId),
    loadMembers(db, shopId, [...new Set(visits.map(({ referrerId }) => referrerId))]),
    loadNode(db, { shopId, customerId }),
  ])
  let reason: NotIntroduced = 'already_active'
  for (const visit of visits.toSorted((a, b) => (a.firstAt < b.firstAt ? -1 : 1))) {
    const introducer = introducers.get(visit.referrerId) ?? stranger(shopId, visit.referrerId)
    const decision = introduce(newcomer, introducer, visit, role !== undefined, now)
    if (decision.introduced) {
      const both = [...memberWrites(newcomer, decision.newcomer), ...memberWrites(introducer, decision.introducer)]
      const { depth } = decision.newcomer.reduce(evolveMember, newcomer)
      // Not of one moment with the member: another request may have introduced them, or they somebody, in between.
      if (node.introducerId !== null) return { writes: [], reason: 'already_introduced' }
      if (node.direct.people > 0) return { writes: [], reason: 'already_active' }
      const joined = joinChain(node, { introducerId: introducer.customerId, depth, at: now })
      return { writes: [...both, ...changedNodeWrites([{ before: node, after: joined }])] }
    }
    reason = decision.reason
  }
  return { writes: [], reason }
}
