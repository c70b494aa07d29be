import type { AttributionReceipt } from '../../domain/referrals/attribution.ts'
import { type SecondTerms, secondTerms } from '../../domain/referrals/second-level.ts'
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
  if (!introduction) return null
  const customerId = introduction.introducerId
  const isStaff = (await loadRole(db, customerId, shopId)) !== undefined
  return secondTerms(attribution, buyerId, { customerId, isStaff }, rateBps)
}
