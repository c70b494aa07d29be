import * as z from 'zod'
import { BootError } from './errors.ts'
import type { FunctionPlan } from './function-plan.ts'
import { noEffect, ofType, parseProperties, pointedTo } from './properties.ts'
import type { Resource } from './template.ts'

const apiProperties = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  Description: noEffect,
  DisableExecuteApiEndpoint: noEffect,
  IpAddressType: noEffect,
  Tags: noEffect,
})
const stageProperties = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default', 'another stage than $default is not played'),
  AutoDeploy: z.literal(true, 'a stage that deploys by itself'),
  AccessLogSettings: noEffect,
  // Nobody is throttled on this machine.
  DefaultRouteSettings: noEffect,
  Description: noEffect,
  Tags: noEffect,
})
const integrationProperties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0', 'another payload format than 2.0 is not played'),
  TimeoutInMillis: z.int().min(50).max(30_000).default(30_000),
  IntegrationMethod: noEffect,
  Description: noEffect,
})
const routeProperties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.literal('NONE', 'access is checked by the functions').optional(),
  OperationName: noEffect,
})

export type RoutePlan = {
  /** As the template has it, such as `GET /v1/shops/{shopId}`, or `$default`. */
  readonly routeKey: string
  readonly function: FunctionPlan
  readonly timeoutMs: number
}

/** @throws BootError when the HTTP API is not one of proxies to functions with payload format 2.0 on `$default`. */
export function planRoutes(resources: readonly Resource[], functions: readonly FunctionPlan[]): RoutePlan[] {
  const apis = ofType(resources, 'AWS::ApiGatewayV2::Api')
  if (apis.length > 1) throw new BootError('The template defines several HTTP APIs; the local back end serves one.')
  for (const api of apis) parseProperties(apiProperties, api)
  const stages = ofType(resources, 'AWS::ApiGatewayV2::Stage')
  for (const stage of stages) parseProperties(stageProperties, stage)
  if (apis.length > stages.length)
    throw new BootError('The HTTP API of the template has no stage, so nothing serves it.')
  const integrations = new Map<string, Omit<RoutePlan, 'routeKey'>>(
    ofType(resources, 'AWS::ApiGatewayV2::Integration').map((resource) => {
      const { IntegrationUri: uri, TimeoutInMillis } = parseProperties(integrationProperties, resource)
      const fn = pointedTo(functions, ({ arn }) => uri === arn || uri.includes(`${arn}/invocations`), `function ${uri}`)
      return [`integrations/${resource.name}`, { function: fn, timeoutMs: TimeoutInMillis }]
    }),
  )
  return ofType(resources, 'AWS::ApiGatewayV2::Route').map((resource) => {
    const { RouteKey, Target } = parseProperties(routeProperties, resource)
    const integration = integrations.get(Target)
    if (integration === undefined) throw new BootError(`The template does not define ${Target} of ${RouteKey}.`)
    return { routeKey: RouteKey, ...integration }
  })
}
