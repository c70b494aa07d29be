import { joinStandings } from '../../domain/referrals/standing.ts'
import { CustomerId, type ShopId } from '../../domain/shared/ids.ts'
import type { Reader, Write } from '../shared/storage.ts'
import { checkMember, loadMember, memberWrites } from './member-store.ts'

/** Writes for one of two accounts at most: the member with one event. */
export const standingWritesMax = 2

/**
 * What the merge of two accounts writes of their standings: part of its own transaction, so that a suspension of the same
 * moment is either seen by it or comes after it. Nothing where one of them is from elsewhere, who refers nobody here.
 */
export async function joinStandingWrites(
  db: Reader,
  shopId: ShopId,
  ids: readonly [one: string, other: string],
  now: string,
): Promise<Write[]> {
  const [oneId, otherId] = ids.map((id) => CustomerId.safeParse(id).data)
  if (oneId === undefined || otherId === undefined) return []
  const [one, other] = await Promise.all([loadMember(db, shopId, oneId), loadMember(db, shopId, otherId)])
  const events = joinStandings(one.standing, other.standing, now)
  const ofOne = events.one.length === 0 ? [checkMember(one)] : memberWrites(one, events.one)
  const ofOther = events.other.length === 0 ? [checkMember(other)] : memberWrites(other, events.other)
  return [...ofOne, ...ofOther]
}
