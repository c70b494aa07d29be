import type { Link } from '../../domain/referrals/link.ts'
import { reasonNotReferring } from '../../domain/referrals/standing.ts'
import { type Caller, signedIn } from '../shared/http/endpoint.ts'
import type { Reader } from '../shared/storage.ts'
import { loadLink } from './link-store.ts'
import { loadMember } from './member-store.ts'

/** Whether a link is of the shop and the caller's own, or the caller is of the shop's people. */
export function mayShare(link: Link, shopId: string, caller: Caller | undefined): boolean {
  const { customerId, roleInShop } = signedIn(caller)
  return link.shopId === shopId && (link.referrerId === customerId || roleInShop !== undefined)
}

/** A link that the caller may share; undefined for a revoked one, and while its owner takes no part in referrals. */
export async function findOwnLink(
  db: Reader,
  { shopId, code }: { readonly shopId: string; readonly code: string },
  caller: Caller | undefined,
): Promise<Link | undefined> {
  const link = await loadLink(db, code)
  if (!link || link.revokedAt !== undefined || !mayShare(link, shopId, caller)) return undefined
  const { standing } = await loadMember(db, link.shopId, link.referrerId)
  return reasonNotReferring(standing) === undefined ? link : undefined
}
