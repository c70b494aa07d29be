import { boundVisitsMax, type Visit } from '../../domain/referrals/visit.ts'
import type { CustomerId, VisitorId } from '../../domain/shared/ids.ts'
import type { Reader, Write } from '../shared/storage.ts'
import { introductionWrites } from './introduce.ts'
import { deviceWrite } from './mark-store.ts'
import { bindVisitWrites, loadVisitorVisits } from './visit-store.ts'

type Login = { readonly visitorId: VisitorId; readonly customerId: CustomerId; readonly now: string }

/**
 * The writes by which the visits of a device become those of the customer who logs in there: part of the login's own
 * transaction, so that the first order after it is credited rightly. A newcomer to a shop is introduced by the first.
 */
export async function bindVisitor(db: Reader, { visitorId, customerId, now }: Login): Promise<Write[]> {
  const visits = await loadVisitorVisits(db, visitorId, boundVisitsMax)
  const [bound, ...introductions] = await Promise.all([
    bindVisitWrites(db, visitorId, customerId, visits, now),
    ...byShop(visits).map(async (ofShop) => (await introductionWrites(db, customerId, ofShop, now)).writes),
  ])
  return [deviceWrite(visitorId, customerId, now), ...bound, ...introductions.flat()]
}

function byShop(visits: readonly Visit[]): [Visit, ...Visit[]][] {
  const groups = new Map<string, [Visit, ...Visit[]]>()
  for (const visit of visits) {
    const group = groups.get(visit.shopId)
    if (group) group.push(visit)
    else groups.set(visit.shopId, [visit])
  }
  return [...groups.values()]
}
