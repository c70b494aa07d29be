import type { Link } from '../../domain/referrals/link.ts'
import { type Caller, signedIn } from '../shared/http/endpoint.ts'
import type { Reader } from '../shared/storage.ts'
import { loadLink } from './link-store.ts'

/** A link of the shop that the caller may share: their own, or any where they are of the shop's people. Not a revoked one. */
export async function findOwnLink(
  db: Reader,
  { shopId, code }: { readonly shopId: string; readonly code: string },
  caller: Caller | undefined,
): Promise<Link | undefined> {
  const { customerId, roleInShop } = signedIn(caller)
  const link = await loadLink(db, code)
  if (link?.shopId !== shopId || link.revokedAt !== undefined) return undefined
  return link.referrerId === customerId || roleInShop !== undefined ? link : undefined
}
