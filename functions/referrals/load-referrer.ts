import type { Member } from '../../domain/referrals/member.ts'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import type { Reader } from '../shared/storage.ts'
import { countLinks } from './link-store.ts'
import { loadMember } from './member-store.ts'

/** Somebody whom the shop knows: introduced, a buyer, or with a link. Nothing is kept of ids that anybody makes up. */
export async function loadReferrer(
  db: Reader,
  { shopId, customerId }: { readonly shopId: ShopId; readonly customerId: CustomerId },
): Promise<Member | undefined> {
  const [member, links] = await Promise.all([
    loadMember(db, shopId, customerId),
    countLinks(db, { shopId, referrerId: customerId }),
  ])
  return member.version > 0 || links > 0 ? member : undefined
}
