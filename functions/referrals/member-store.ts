import { evolveMember, Member, type MemberEvent, stranger } from '../../domain/referrals/member.ts'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { parseItem, recordEvents } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** Partition of what a shop's chains know of one customer: the member, their visits, the events. */
export const memberPk = (shopId: string, customerId: string) => `SHOP#${shopId}#CUSTOMER#${customerId}`

const memberKey = (shopId: string, customerId: string): Key => ({
  table: 'referrals',
  pk: memberPk(shopId, customerId),
  sk: 'MEMBER',
})

/** What is known of a customer in a shop: a stranger where nothing is. */
export const loadMember = async (db: Reader, shopId: ShopId, customerId: CustomerId): Promise<Member> =>
  parseItem(Member, await db.get(memberKey(shopId, customerId))) ?? stranger(shopId, customerId)

/** The same of several, each once; at most as many as one read takes. */
export async function loadMembers(
  db: Reader,
  shopId: ShopId,
  ids: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, Member>> {
  if (ids.length === 0) return new Map()
  const items = await db.getMany(ids.map((customerId) => memberKey(shopId, customerId)))
  return new Map(ids.map((id, at) => [id, parseItem(Member, items[at]) ?? stranger(shopId, id)]))
}

/** Holds a decision to what was read of a member. */
export const checkMember = ({ shopId, customerId, version }: Member): Write => ({
  kind: 'check',
  name: `member ${shopId} ${customerId}`,
  key: memberKey(shopId, customerId),
  guards: [version === 0 ? { attribute: 'version', is: 'absent' } : { attribute: 'version', is: '=', value: version }],
})

/** Records events of a member; `before` is the member as it was read. The write's name says whose it is. */
export function memberWrites(before: Member, events: readonly MemberEvent[]): Write[] {
  const state = events.reduce(evolveMember, before)
  const { table, pk, sk } = memberKey(before.shopId, before.customerId)
  const name = `member ${before.shopId} ${before.customerId}`
  return recordEvents({ table, pk, sk, versionBefore: before.version, state, events, name })
}
