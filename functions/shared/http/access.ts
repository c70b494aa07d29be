import type { Access, Route } from '../rows.ts'
import type { Caller } from './endpoint.ts'
import type { HeaderMap } from './parse-request.ts'
import { Refused } from './refusals.ts'

/** Establishes who sent a token. Throws Refused for a token that is not valid, expired or revoked. */
export type Identify = (token: string, shopId: string | undefined) => Promise<Caller>

/** The one place where a row's access is checked, for every row. */
export async function checkAccess(
  row: Pick<Route, 'access' | 'method'>,
  headers: HeaderMap,
  shopId: string | undefined,
  identify: Identify,
): Promise<Caller | undefined> {
  // A call-back has no session: its handler verifies WeChat's signature over the raw bytes.
  if (row.access === 'wechat') return undefined
  const token = bearerToken(headers.authorization)
  if (token === undefined) {
    if (row.access === 'public') return undefined
    throw new Refused('unauthenticated', 'authorization')
  }
  const caller = await identify(token, shopId)
  assertMay(row.access, row.method, caller)
  return caller
}

function bearerToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1]
  if (token === undefined) throw new Refused('unauthenticated', 'authorization')
  return token
}

/** Who has no part in a shop gets `not_found`, so that nothing is learnt about it. */
function assertMay(access: Exclude<Access, 'wechat'>, method: Route['method'], caller: Caller): void {
  switch (access) {
    case 'public':
    case 'customer':
      return
    case 'staff':
      if (caller.roleInShop !== undefined || (caller.isOperator && method === 'GET')) return
      throw new Refused('not_found')
    case 'owner':
      if (caller.roleInShop === 'owner') return
      throw new Refused(caller.roleInShop === 'staff' ? 'owner_only' : 'not_found')
    case 'operator':
      if (caller.isOperator) return
      throw new Refused('not_found')
  }
}
