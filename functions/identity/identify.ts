import type { Context } from '../shared/context.ts'
import { environment } from '../shared/environment.ts'
import type { Identify } from '../shared/http/access.ts'
import { createIdentify } from './caller.ts'
import { PublicJwk } from './session-tokens.ts'

/** How a function tells who calls: by the public key and the operators that infra puts into its environment. */
export function identifyFromEnvironment(context: Pick<Context, 'db' | 'now'>): Identify {
  const publicJwk = PublicJwk.parse(JSON.parse(environment('SESSION_PUBLIC_JWK')))
  // A parameter cannot be empty: a hyphen stands for nobody.
  const operatorIds = environment('OPERATOR_IDS')
    .split(',')
    .map((id) => id.trim())
  return createIdentify(context.db, publicJwk, new Set(operatorIds), context.now)
}
