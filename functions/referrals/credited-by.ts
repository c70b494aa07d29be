import type { SeenIntroduction, SeenVisit } from '../../domain/referrals/attribution.ts'
import { credits } from '../../domain/referrals/standing.ts'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import type { Reader } from '../shared/storage.ts'
import { loadMember, loadMembers } from './member-store.ts'
import { loadVisits } from './visit-store.ts'

/**
 * What an order of a customer may be credited by: their last visits and their introduction, each with whether its referrer
 * takes part in referrals at this moment. No check holds an order to that: a referrer would be the one item in all the
 * orders that they bring.
 */
export async function loadCreditedBy(
  db: Reader,
  shopId: ShopId,
  customerId: CustomerId,
): Promise<{ readonly visits: readonly SeenVisit[]; readonly introduction: SeenIntroduction | null }> {
  const [{ introduction }, visits] = await Promise.all([
    loadMember(db, shopId, customerId),
    loadVisits(db, shopId, customerId),
  ])
  const referrers = new Set(visits.map(({ referrerId }) => referrerId))
  if (introduction) referrers.add(introduction.introducerId)
  const members = await loadMembers(db, shopId, [...referrers])
  const isVoid = (referrerId: CustomerId, broughtAt: string) => {
    const standing = members.get(referrerId)?.standing
    return standing !== undefined && !credits(standing, broughtAt)
  }
  return {
    visits: visits.map((visit) => ({ ...visit, isVoid: isVoid(visit.referrerId, visit.lastAt) })),
    introduction: introduction && {
      ...introduction,
      isVoid: isVoid(introduction.introducerId, introduction.introducedAt),
    },
  }
}
