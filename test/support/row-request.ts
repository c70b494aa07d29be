import { contracts } from '../../functions/platform/contracts.ts'
import type { Contract } from '../../functions/shared/http/endpoint.ts'
import type { Route } from '../../functions/shared/rows.ts'
import type { Request } from './request.ts'
import { type Facts, sampleOf } from './samples.ts'

export function contractOf({ context, handler }: Pick<Route, 'context' | 'handler'>): Contract {
  const found = contracts[context][handler]
  if (!found) throw new Error(`The row ${handler} has no contract`)
  return found.contract
}

/** A request of the row that is right in form: what its contract says, filled with the facts by their names. */
export function rowRequest(row: Route, facts: Facts, seed = 1): Request {
  const { path, body } = contractOf(row)
  const inPath = path === undefined ? {} : (sampleOf(path, facts, seed) as Record<string, string>)
  const target = row.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => inPath[name] ?? '')
  return { method: row.method, path: target, body: body === undefined ? undefined : sampleOf(body, facts, seed) }
}

export const rowName = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`
