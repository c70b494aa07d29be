import { Annotations, type Stack } from 'aws-cdk-lib'
import { CfnQueue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import {
  functionsOf,
  ofType,
  type Permission,
  permissionsOf,
  roleOf,
  synthesisTime,
  type Templates,
  templatesOf,
  withApp,
} from './templates.ts'

/** Synthesis throws where a rule of cdk-nag or a schema of CloudFormation is broken. */
const templates = templatesOf({}, true)

const dataStackOf = (app: Parameters<Parameters<typeof withApp>[0]>[0]) => app.node.findChild('HuitouData') as Stack

test('passes the AwsSolutions rules and CloudFormation’s own schemas', () => {
  expect(Object.keys(templates.data.Resources).length).toBeGreaterThan(0)
  expect(Object.keys(templates.api.Resources).length).toBeGreaterThan(0)
})

test('finds a resource that breaks a rule', synthesisTime, () => {
  const synthesis = () =>
    withApp((app) => {
      new CfnQueue(dataStackOf(app), 'Planted')
      app.synth()
    })
  expect(synthesis).toThrow('AwsSolutions-SQS4')
})

test('takes a warning for an error', synthesisTime, () => {
  const synthesis = () =>
    withApp((app) => {
      Annotations.of(dataStackOf(app)).addWarningV2('planted', 'A planted warning')
      app.synth()
    })
  expect(synthesis).toThrow('A planted warning')
})

/** Lambda lists the streams of a table before it reads one, and the action knows no single stream. */
const isListOfStreams = ({ action, resource }: Permission) =>
  action === 'dynamodb:ListStreams' && /:table\/[a-z-]+\/stream\/\*$/.test(resource)

/** Objects have no names before they are there: the grant is of one prefix of one bucket. */
const isUpload = ({ action, resource }: Permission) => action === 's3:PutObject' && /[^*]\/images\/\*$/.test(resource)

/** Which pictures a poster shows is known when it is drawn, and which a product names when it is edited. */
const isReadOfImages = ({ action, resource }: Permission) =>
  action === 's3:GetObject' && /[^*]\/images\/\*$/.test(resource)

const permissionsOfAll = (from: Templates) =>
  [...functionsOf(from).values()].flatMap((lambda) => permissionsOf(roleOf(lambda), from))

test('allows no function a wildcard, but for the list of a table’s streams and the images to upload, to look for or to draw', () => {
  const permissions = permissionsOfAll(templates)
  expect(permissions.length).toBeGreaterThan(100)
  const wild = permissions.filter(({ action, resource }) => `${action}${resource}`.includes('*'))
  const known = [isListOfStreams, isUpload, isReadOfImages]
  expect(wild.filter((permission) => !known.some((is) => is(permission)))).toEqual([])
  const readers = [...functionsOf(templates)].filter(([, lambda]) =>
    permissionsOf(roleOf(lambda), templates).some(isReadOfImages),
  )
  expect(readers.map(([name]) => name).sort()).toEqual(['catalog', 'posters'])
})

test('traces requests only where the settings ask for it, as X-Ray wants a wildcard', synthesisTime, () => {
  const traced = permissionsOfAll(templatesOf({ 'huitou:xray': 'true' }))
  const wild = traced.filter(({ resource }) => resource === '*').map(({ action }) => action)
  expect(new Set(wild)).toEqual(new Set(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']))
})

test('deploys with the processor and the runtime that a region has', synthesisTime, () => {
  const older = templatesOf({ 'huitou:architecture': 'x86_64', 'huitou:runtime': 'nodejs22.x' })
  for (const { Properties } of functionsOf(older).values())
    expect(Properties).toMatchObject({ Architectures: ['x86_64'], Runtime: 'nodejs22.x' })
})

/** Names of services that are the same in every partition; all other host names differ in China. */
const servicePrincipals = ['apigateway', 'cloudfront', 'cloudwatch', 'events', 'lambda'].map(
  (name) => `${name}.amazonaws.com`,
)

/** Texts in a template that hold in one partition or region only. */
function partitionFaults(value: unknown): string[] {
  if (typeof value === 'string') {
    if (servicePrincipals.includes(value)) return []
    return /arn:aws|amazonaws|(^|[^a-z])(us|eu|ap|cn)-[a-z]+-\d/.test(value) ? [value] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(partitionFaults)
}

test('holds nothing that is right in one partition or region only', () => {
  expect(partitionFaults(templates.data)).toEqual([])
  expect(partitionFaults(templates.api)).toEqual([])
  expect(partitionFaults(templates.console)).toEqual([])
})

test.each([
  'arn:aws:s3:::x',
  'https://sqs.amazonaws.com/1',
  'arn:aws-cn:iam::1:root',
  'ec2.amazonaws.com',
  'us-east-1',
])('finds %s in a template', (planted) => {
  expect(partitionFaults({ Resources: { Some: { Properties: { List: [{ Arn: planted }] } } } })).toEqual([planted])
})

test('logs requests without anything personal', () => {
  const [stage] = ofType(templates.api, 'AWS::ApiGatewayV2::Stage')
  const log = JSON.stringify(stage?.[1].Properties.AccessLogSettings)
  expect(log).toContain('$context.routeKey')
  expect(log).not.toMatch(/sourceIp|userAgent|\$context\.path|authorizer|header/)
})

test('limits how many requests the API takes', () => {
  const [stage] = ofType(templates.api, 'AWS::ApiGatewayV2::Stage')
  expect(stage?.[1].Properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 2000, ThrottlingBurstLimit: 1000 })
})
