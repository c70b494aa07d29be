import type { Contract, RefusalText } from '../shared/http/endpoint.ts'
import { type CommonRefusal, commonRefusals } from '../shared/http/refusals.ts'
import type { Route } from '../shared/rows.ts'

/** Everything that a row may refuse with, by code: what the frame around it refuses, and its own. */
export function rowRefusals(row: Route, contract: Contract): Readonly<Record<string, RefusalText>> {
  const common = (Object.keys(commonRefusals) as CommonRefusal[]).filter((code) => mayGive(code, row, contract))
  return { ...Object.fromEntries(common.map((code) => [code, commonRefusals[code]])), ...contract.refusals }
}

function mayGive(code: CommonRefusal, { access, context, writes }: Route, { path, query, body }: Contract): boolean {
  const hasToken = access !== 'wechat' && context !== 'platform'
  switch (code) {
    case 'malformed_json':
    case 'unsupported_media_type':
      return body !== undefined
    case 'body_too_large':
      return context !== 'platform'
    case 'invalid_request':
      return path !== undefined || query !== undefined || body !== undefined
    case 'invalid_cursor':
      return query !== undefined && 'cursor' in query.shape
    case 'unauthenticated':
    case 'session_expired':
      return hasToken
    case 'owner_only':
      return access === 'owner'
    case 'not_found':
      return access === 'staff' || access === 'owner' || access === 'operator'
    case 'too_busy':
      return hasToken || writes !== undefined
  }
}
