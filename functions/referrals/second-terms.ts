import type { AttributionReceipt } from '../../domain/referrals/attribution.ts'
import type { Introduction } from '../../domain/referrals/member.ts'
import { type Introducer, type SecondTerms, secondTerms } from '../../domain/referrals/second-level.ts'
import { credits } from '../../domain/referrals/standing.ts'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { loadRole } from '../identity/role-store.ts'
import type { Reader } from '../shared/storage.ts'
import { loadMember } from './member-store.ts'

type Placing = {
  readonly shopId: ShopId
  readonly buyerId: CustomerId
  readonly attribution: AttributionReceipt
  /** Of the second level; 0: it is off, and nothing more is read. */
  readonly rateBps: number
}

/** The second level's terms of an order that is being placed, by who introduced its referrer to this shop. */
export async function loadSecondTerms(
  db: Reader,
  { shopId, buyerId, attribution, rateBps }: Placing,
): Promise<SecondTerms | null> {
  if (rateBps === 0 || !attribution.winner) return null
  const { introduction } = await loadMember(db, shopId, attribution.winner.referrerId)
  const introducer = introduction ? await loadIntroducer(db, shopId, introduction) : undefined
  return secondTerms(attribution, buyerId, introducer, rateBps)
}

/** Who introduced somebody, as they stand now. */
export async function loadIntroducer(
  db: Reader,
  shopId: ShopId,
  { introducerId: customerId, introducedAt }: Introduction,
): Promise<Introducer> {
  const [{ standing }, role] = await Promise.all([loadMember(db, shopId, customerId), loadRole(db, customerId, shopId)])
  return { customerId, isStaff: role !== undefined, isVoid: !credits(standing, introducedAt) }
}
