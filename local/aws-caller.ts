import type { IncomingMessage } from 'node:http'
import type { NeededRight } from './dynamodb-access.ts'
import { dynamoError, type ErrorReply } from './dynamodb-faults.ts'
import type { FunctionPlan } from './function-plan.ts'
import { allows } from './iam.ts'
import { accountId, partition, region } from './physical-ids.ts'

/** Whoever runs the local back end: tests and tools use this key to see and change everything. */
const ownerAccessKeyId = 'localowner'
/** What an AWS client of the owner is made with, beside the endpoint. */
export const ownerAccess = { region, credentials: { accessKeyId: ownerAccessKeyId, secretAccessKey: 'local' } }

/** Who calls AWS: a function under its role, or the owner of this machine. */
export type Caller = { readonly kind: 'function'; readonly plan: FunctionPlan } | { readonly kind: 'owner' }

const credential = /Credential=([^/]+)\//

/** Knows the caller by the access key in the request's signature; `undefined` when nobody has that key. */
export function identifyCaller(incoming: IncomingMessage, functions: readonly FunctionPlan[]): Caller | undefined {
  const accessKeyId = credential.exec(incoming.headers.authorization ?? '')?.[1]
  if (accessKeyId === ownerAccessKeyId) return { kind: 'owner' }
  const plan = functions.find((one) => one.accessKeyId === accessKeyId)
  return plan === undefined ? undefined : { kind: 'function', plan }
}

/** The signature with the owner's key: Amazon's DynamoDB Local keeps a database per key. Engines do not check it. */
export function signedByOwner(authorization: string): string {
  return authorization.replace(credential, `Credential=${ownerAccessKeyId}/`)
}

/** AWS's own refusal when the caller's role lacks a right; `undefined` when it has them all. */
export function refuseWithoutRights(caller: Caller, rights: readonly NeededRight[]): ErrorReply | undefined {
  if (caller.kind === 'owner') return undefined
  const { permissions, roleName, name } = caller.plan
  const missing = rights.find(({ action, resource }) => !allows(permissions, action, resource))
  if (missing === undefined) return undefined
  return dynamoError('com.amazon.coral.service#AccessDeniedException', {
    Message:
      `User: arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${name} is not authorized to perform: ` +
      `${missing.action} on resource: ${missing.resource} because no identity-based policy allows the action`,
  })
}
