import * as z from 'zod'
import { BootError } from './errors.ts'
import type { Resource } from './template.ts'

const oneOrMany = z.union([z.string().transform((one) => [one]), z.array(z.string())])
/** No Condition, NotAction, NotResource or Principal: a statement with one of them is refused, not half understood. */
const statement = z.strictObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMany,
  Resource: oneOrMany,
  Sid: z.string().optional(),
})
const policyDocument = z.object({
  Statement: z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(statement)),
})
const policyProperties = z.looseObject({ PolicyDocument: policyDocument, Roles: z.array(z.string()).optional() })
const roleProperties = z.looseObject({
  Policies: z.array(z.looseObject({ PolicyDocument: policyDocument })).optional(),
  ManagedPolicyArns: z.array(z.string()).optional(),
})

type Statement = {
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly RegExp[]
  readonly resources: readonly RegExp[]
}
/** What a role may do: the statements of all its policies. */
export type Permissions = readonly Statement[]

/** Whether the permissions allow the action on the resource: some statement allows it and none denies it. */
export function allows(permissions: Permissions, action: string, resource: string): boolean {
  const effects = permissions.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => pattern.test(action)) && resources.some((pattern) => pattern.test(resource)),
  )
  return effects.length > 0 && effects.every(({ effect }) => effect === 'Allow')
}

/** Role name → what its policies, inline and attached, allow. @throws BootError on a policy that is not understood. */
export function readPermissions(resources: readonly Resource[]): ReadonlyMap<string, Permissions> {
  const byRole = new Map<string, Statement[]>()
  for (const role of resources.filter(({ type }) => type === 'AWS::IAM::Role')) {
    const { Policies = [], ManagedPolicyArns = [] } = parsePolicy(roleProperties, role)
    for (const arn of ManagedPolicyArns) {
      // Writes logs, and nothing else. It is the only one that is known here.
      if (arn.endsWith(':policy/service-role/AWSLambdaBasicExecutionRole')) continue
      throw new BootError(`The local back end does not know the managed policy ${arn} of ${role.logicalId}.`)
    }
    byRole.set(
      role.name,
      Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map(compile)),
    )
  }
  for (const policy of resources) {
    if (policy.type !== 'AWS::IAM::Policy' && policy.type !== 'AWS::IAM::ManagedPolicy') continue
    const { PolicyDocument, Roles = [] } = parsePolicy(policyProperties, policy)
    for (const role of Roles) byRole.get(role)?.push(...PolicyDocument.Statement.map(compile))
  }
  return byRole
}

function parsePolicy<Shape extends z.ZodType>(shape: Shape, { logicalId, properties }: Resource): z.output<Shape> {
  const parsed = shape.safeParse(properties)
  if (parsed.success) return parsed.data
  throw new BootError(
    `The local back end does not understand the policy ${logicalId}: ${z.prettifyError(parsed.error)}`,
  )
}

function compile({ Effect, Action, Resource: resources }: z.output<typeof statement>): Statement {
  return {
    effect: Effect,
    actions: Action.map((action) => wildcard(action, 'i')),
    resources: resources.map((resource) => wildcard(resource, '')),
  }
}

function wildcard(pattern: string, flags: string): RegExp {
  const literal = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, flags)
}
