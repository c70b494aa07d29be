import * as z from 'zod'
import { BootError } from './errors.ts'
import { type Permissions, readPermissions } from './iam.ts'
import { identify } from './physical-ids.ts'
import { noEffect, ofType, parseProperties } from './properties.ts'
import type { Resource } from './template.ts'

const code = z.union([
  z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  z.strictObject({ ZipFile: z.string() }),
])
const functionProperties = z.strictObject({
  Code: code,
  Handler: z.string().regex(/^[\w/-]+\.\w+$/, 'a file and its export, such as index.handler'),
  Runtime: z.string().regex(/^nodejs\d+\.x$/, 'a Node runtime'),
  Role: z.string(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
  Timeout: z.int().positive().default(3),
  MemorySize: z.int().positive().default(128),
  ReservedConcurrentExecutions: z.int().nonnegative().optional(),
  PackageType: z.literal('Zip').optional(),
  FunctionName: noEffect,
  Architectures: noEffect,
  Description: noEffect,
  EphemeralStorage: noEffect,
  KmsKeyArn: noEffect,
  LoggingConfig: noEffect,
  RecursiveLoop: noEffect,
  RuntimeManagementConfig: noEffect,
  Tags: noEffect,
  TracingConfig: noEffect,
})
const invokeProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.int().min(0).max(2).default(2),
  // Events here wait for nothing, so they do not grow old.
  MaximumEventAgeInSeconds: noEffect,
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).optional(),
})

export type FunctionPlan = {
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  /** Folder of the bundle, or the source itself where the template holds it. */
  readonly code: { readonly folder: string } | { readonly source: string }
  /** File without its ending, and export. */
  readonly handler: { readonly file: string; readonly export: string }
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly memoryMiB: number
  /** Upper limit of instances that the template sets, if it does. */
  readonly concurrencyMax?: number
  readonly roleName: string
  readonly permissions: Permissions
  /** By it the gateway to DynamoDB knows the function. */
  readonly accessKeyId: string
  /** Asynchronous invocations (schedules) only. */
  readonly async: { readonly retriesMax: number; readonly failureQueueArn?: string }
}

/** @throws BootError when a function's code, role or properties cannot be played. */
export function planFunctions(resources: readonly Resource[], assets: ReadonlyMap<string, string>): FunctionPlan[] {
  const permissionsByRole = readPermissions(resources)
  const asyncByFunction = new Map(
    ofType(resources, 'AWS::Lambda::EventInvokeConfig').map((resource) => {
      const { FunctionName, MaximumRetryAttempts, DestinationConfig } = parseProperties(invokeProperties, resource)
      const queue = DestinationConfig?.OnFailure?.Destination
      return [FunctionName, { retriesMax: MaximumRetryAttempts, ...(queue ? { failureQueueArn: queue } : {}) }]
    }),
  )
  return ofType(resources, 'AWS::Lambda::Function').map((resource) => {
    const { logicalId, name } = resource
    const properties = parseProperties(functionProperties, resource)
    const [file = '', exported = ''] = properties.Handler.split('.')
    const concurrencyMax = properties.ReservedConcurrentExecutions
    return {
      logicalId,
      name,
      arn: identify(resource.type, name, '').attributes.Arn ?? '',
      code: locateCode(properties.Code, assets, logicalId),
      handler: { file, export: exported },
      environment: properties.Environment?.Variables ?? {},
      timeoutMs: properties.Timeout * 1000,
      memoryMiB: properties.MemorySize,
      ...(concurrencyMax === undefined ? {} : { concurrencyMax }),
      ...roleOf(properties.Role, permissionsByRole, logicalId),
      accessKeyId: accessKeyOf(resource),
      async: asyncByFunction.get(name) ?? { retriesMax: 2 },
    }
  })
}

function locateCode(where: z.output<typeof code>, assets: ReadonlyMap<string, string>, logicalId: string) {
  if ('ZipFile' in where) return { source: where.ZipFile }
  const folder = assets.get(where.S3Key)
  if (folder === undefined) throw new BootError(`The assembly has no asset ${where.S3Key} for function ${logicalId}.`)
  return { folder }
}

function roleOf(arn: string, permissionsByRole: ReadonlyMap<string, Permissions>, logicalId: string) {
  const roleName = arn.split('/').at(-1) ?? ''
  const permissions = permissionsByRole.get(roleName)
  if (permissions === undefined) throw new BootError(`The template does not define the role ${arn} of ${logicalId}.`)
  return { roleName, permissions }
}

/** Letters and digits, as DynamoDB Local wants them. */
function accessKeyOf({ stackName, logicalId }: Resource): string {
  return `${stackName}${logicalId}`.replace(/[^A-Za-z0-9]/g, '')
}
