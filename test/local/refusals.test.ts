import { expect, test } from 'vitest'
import {
  httpApi,
  lambda,
  mapping,
  queue,
  type Resource,
  type Resources,
  ref,
  rule,
  streamGrant,
  table,
} from './support/resources.ts'
import { bootRefusal, bootWorld } from './support/world.ts'

const fn = lambda('Fn', 'exports.handler = async () => null', { grants: [streamGrant('Orders')] })
const consumer = (more: Record<string, unknown>): Resources => ({
  Orders: table(),
  ...fn,
  Feed: mapping('Orders', 'Fn', more),
})
const withProperties = (resource: Resource | undefined, more: Record<string, unknown>): Resource => ({
  Type: resource?.Type ?? '',
  Properties: { ...resource?.Properties, ...more },
})
const apiWith = (logicalId: string, more: Record<string, unknown>): Resources => {
  const resources = { ...fn, ...httpApi({ 'GET /': 'Fn' }) }
  return { ...resources, [logicalId]: withProperties(resources[logicalId], more), Orders: table() }
}
const policy = (statement: Record<string, unknown>): Resources => ({
  ...fn,
  Orders: table(),
  Extra: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*', ...statement }] },
      Roles: [ref('FnRole')],
    },
  },
})

test.each<[string, Resources, RegExp]>([
  [
    'a resource type that nobody taught it',
    { Cache: { Type: 'AWS::ElastiCache::CacheCluster', Properties: {} } },
    /does not know the resource type AWS::ElastiCache::CacheCluster \(Cache\)/,
  ],
  [
    'an unknown property of a stream mapping',
    consumer({ TumblingWindowInSeconds: 5 }),
    /Feed .*TumblingWindowInSeconds/s,
  ],
  [
    'a filter rule that it does not know',
    consumer({ FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"wildcard":"I*"}]}' }] } }),
    /filter rule \{"wildcard":"I\*"\}/,
  ],
  [
    'a consumer whose role may not read the stream',
    { ...consumer({}), ...lambda('Fn', 'exports.handler = async () => null') },
    /role .*FnRole of .*Fn lacks dynamodb:DescribeStream on arn:aws-cn:dynamodb:.*\/stream\/local/,
  ],
  [
    'a consumer whose role may not send to its queue',
    {
      ...consumer({ DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } } }),
      Failed: queue,
    },
    /lacks sqs:SendMessage on arn:aws-cn:sqs:/,
  ],
  [
    'a consumer of a table without a stream',
    { ...consumer({}), Orders: table({ StreamSpecification: undefined }) },
    /has no stream/,
  ],
  ['another payload format', apiWith('Integration0', { PayloadFormatVersion: '1.0' }), /payload format than 2\.0/],
  ['an authoriser', apiWith('Route0', { AuthorizationType: 'JWT' }), /Route0 .*AuthorizationType/s],
  ['another stage', apiWith('Stage', { StageName: 'v1' }), /another stage than \$default/],
  ['a CORS setting', apiWith('Api', { CorsConfiguration: {} }), /CorsConfiguration/],
  ['a route that is not understood', apiWith('Route0', { RouteKey: 'GET a' }), /route GET a/],
  ['a cron expression', { ...fn, Orders: table(), Rule: rule('Fn', 'cron(0 3 * * ? *)') }, /rates only, not cron/],
  ['a condition in a policy', policy({ Condition: { Bool: {} } }), /policy Extra: .*Condition/s],
  ['a policy by exclusion', policy({ Action: undefined, NotAction: 's3:*' }), /policy Extra: .*NotAction/s],
  [
    'a managed policy',
    {
      ...fn,
      FnRole: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws-cn:iam::aws:policy/Admin'] } },
    },
    /managed policy arn:aws-cn:iam::aws:policy\/Admin/,
  ],
  ['a layer of a function', { ...fn, Orders: table(), Fn: withProperties(fn.Fn, { Layers: ['arn'] }) }, /Fn .*Layers/s],
  [
    'a secret without a value',
    { Key: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'k' } } },
    /secrets k\./,
  ],
])('refuses to start on %s', async (_, resources, reason) => {
  const refusal = await bootRefusal(resources)
  expect(refusal).toMatch(/^BootError: /)
  expect(refusal).toMatch(reason)
})

test('refuses to start when a function does not load, and says why', async () => {
  const broken = lambda('Broken', 'throw new Error("TABLE_ORDERS is missing")')
  expect(await bootRefusal(broken, { lazy: false })).toMatch(/do not start:.*Broken: TABLE_ORDERS is missing/s)
  const empty = lambda('Empty', 'exports.other = 1')
  expect(await bootRefusal(empty, { lazy: false })).toMatch(/exports no function "handler"/)
})

test('accepts types that are known to have no effect here', async () => {
  const world = await bootWorld({
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Anything: { 'Fn::GetAtt': ['Nothing', 'Name'] } } },
  })
  expect(world.tables).toEqual({})
})
