import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { consumers } from '../../functions/consumers.ts'
import { indexes } from '../../functions/indexes.ts'
import { routes } from '../../functions/routes.ts'
import type { Consumer, Need, Route } from '../../functions/shared/rows.ts'
import { type TableName, tableNames } from '../../functions/shared/storage.ts'
import { functionSpecs } from '../../infra/functions.ts'
import { functionsOf, ofType, permissionsOf, render, roleOf, templatesOf } from './templates.ts'

const templates = templatesOf()
const lambdas = functionsOf(templates)

/** The rows of every function, worked out here once more, without the code under test. */
const rowsByFunction = new Map<string, readonly (Route | Consumer)[]>()
for (const route of routes as readonly Route[]) {
  const name = route.functionName ?? route.context
  rowsByFunction.set(name, [...(rowsByFunction.get(name) ?? []), route])
}
for (const consumer of consumers as readonly Consumer[]) {
  const name = ('functionName' in consumer && consumer.functionName) || consumer.name
  rowsByFunction.set(name, [...(rowsByFunction.get(name) ?? []), consumer])
}

const functionNames = [...rowsByFunction.keys()]
const rowsOf = (name: string) => rowsByFunction.get(name) ?? []
const lambdaOf = (name: string) => lambdas.get(name) ?? expect.fail(`no function ${name}`)
const checksCallers = (name: string) =>
  rowsOf(name).some((row) => 'access' in row && row.access !== 'wechat' && row.access !== 'public')

function tablesOf(name: string) {
  const written = new Set(rowsOf(name).flatMap((row): string[] => [...(row.writes ?? [])]))
  const read = new Set(rowsOf(name).flatMap((row): string[] => [...(row.reads ?? [])]))
  if (checksCallers(name)) read.add('identity')
  return { written, read: new Set([...read].filter((table) => !written.has(table))) }
}

/** A function without variables has no `Environment` at all. */
const environmentShape = z.object({
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).default({ Variables: {} }),
})

function environmentOf(name: string): Record<string, string> {
  const { Variables } = environmentShape.parse(lambdaOf(name).Properties).Environment
  return Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, render(value, templates)]))
}

test('has one function for every context with rows and one for every consumer or group of them, and no other', () => {
  expect([...lambdas.keys()].sort()).toEqual([...functionNames].sort())
})

test('runs every function on arm64 with Node 24 and a log group of its own', () => {
  const logGroups = functionNames.map((name) => {
    const { Properties } = lambdaOf(name)
    expect(Properties).toMatchObject({ Architectures: ['arm64'], Runtime: 'nodejs24.x', Handler: 'index.handler' })
    return render(z.object({ LogGroup: z.unknown() }).parse(Properties.LoggingConfig).LogGroup, templates)
  })
  expect(logGroups).toEqual(functionNames.map((name) => `/huitou/production/${name}`))
})

test('sends every row of the API to the function of its context, and the rest to platform', () => {
  const integrations = new Map(
    ofType(templates.api, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => {
      expect(Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' })
      return [`integrations/${id}`, render(Properties.IntegrationUri, templates)]
    }),
  )
  const targets = ofType(templates.api, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
    Properties.RouteKey,
    integrations.get(render(Properties.Target, templates)),
  ])
  const expected = routes.map((row) => [
    `${row.method} ${row.path}`,
    `${'functionName' in row ? row.functionName : row.context}.Arn`,
  ])
  expect(targets.sort()).toEqual([...expected, ['$default', 'platform.Arn']].sort())
})

const reads = ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query']
const writes = [...reads, 'DeleteItem', 'PutItem', 'UpdateItem']

const targetsOf = (table: string) => [
  `huitou-${table}.Arn`,
  ...Object.keys(indexes)
    .filter((index) => index.startsWith(`${table}/`))
    .map((index) => `huitou-${table}.Arn/index/${index.slice(table.length + 1)}`),
]

test.each(functionNames)('allows %s exactly the actions of its rows on exactly its tables', (name) => {
  const { written, read } = tablesOf(name)
  const expected = [
    ...[...written].flatMap((table) =>
      targetsOf(table).flatMap((target) => writes.map((action) => `${action} ${target}`)),
    ),
    ...[...read].flatMap((table) => targetsOf(table).flatMap((target) => reads.map((action) => `${action} ${target}`))),
  ]
  const allowed = permissionsOf(roleOf(lambdaOf(name)), templates)
    .filter(({ action, resource }) => action.startsWith('dynamodb:') && !resource.includes('tream'))
    .map(({ action, resource }) => `${action.slice('dynamodb:'.length)} ${resource}`)
  expect(allowed.sort()).toEqual(expected.sort())
})

test.each(functionNames)('allows %s beside its tables only its logs, secrets and feed', (name) => {
  const needs = [...new Set(rowsOf(name).flatMap((row) => row.needs ?? []))]
  const secrets = needs.filter(
    (need) =>
      !['images', 'image-reading', 'message-templates', 'link-page', 'sign-in-page', 'second-level'].includes(need),
  )
  const expected = [
    `logs:CreateLogStream /huitou/production/${name}`,
    `logs:PutLogEvents /huitou/production/${name}`,
    ...secrets.map((need) => `secretsmanager:GetSecretValue huitou/${need}`),
    ...(needs.includes('images') ? ['s3:PutObject bucket.Arn/images/*'] : []),
    ...(needs.includes('image-reading') ? ['s3:GetObject bucket.Arn/images/*'] : []),
  ]
  for (const row of rowsOf(name).slice(0, 1)) {
    if (!('kind' in row) || row.kind !== 'stream') continue
    const streams = `arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/huitou-${row.source}/stream/*`
    const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator']
    expected.push(...reading.map((action) => `dynamodb:${action} huitou-${row.source}.StreamArn`))
    expected.push(`dynamodb:ListStreams ${streams}`, `sqs:SendMessage huitou-${name}-dead-letters.Arn`)
  }
  const [bucketId = ''] = ofType(templates.data, 'AWS::S3::Bucket').map(([id]) => id)
  const logGroupArn = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:'
  const allowed = permissionsOf(roleOf(lambdaOf(name)), templates)
    .filter(({ action, resource }) => !action.startsWith('dynamodb:') || resource.includes('tream'))
    .map(({ action, resource }) => `${action} ${resource.replace(logGroupArn, '').replace(`/${name}.Arn`, `/${name}`)}`)
    .map((permission) => permission.replace(bucketId, 'bucket'))
  expect([...new Set(allowed)].sort()).toEqual(expected.sort())
})

test('gives every function a role of its own, without a managed policy', () => {
  const roles = functionNames.map((name) => roleOf(lambdaOf(name)))
  expect(new Set(roles).size).toBe(functionNames.length)
  for (const [, role] of ofType(templates.api, 'AWS::IAM::Role'))
    expect(role.Properties).not.toHaveProperty('ManagedPolicyArns')
})

const settingsOf: Record<Need, readonly string[]> = {
  images: ['IMAGES_BUCKET', 'IMAGES_BUCKET_DOMAIN'],
  // Beside `images`, which names the bucket.
  'image-reading': [],
  'field-encryption': ['FIELD_ENCRYPTION_SECRET_ARN'],
  'message-templates': ['MESSAGE_TEMPLATES'],
  'link-page': ['LINK_PAGE'],
  'sign-in-page': ['SIGN_IN_PAGE'],
  // Off: as if there were no such thing.
  'second-level': [],
  'session-signing': ['SESSION_SECRET_ARN'],
  'wechat-api': ['WECHAT_API_BASE_URL', 'WECHAT_APP_ID', 'WECHAT_API_SECRET_ARN'],
  'wechat-pay': [
    'WECHAT_APP_ID',
    'WECHAT_PAY_BASE_URL',
    'WECHAT_PAY_MCHID',
    'WECHAT_PAY_MERCHANT_SERIAL',
    'WECHAT_PAY_MODE',
    'WECHAT_PAY_NOTIFY_BASE_URL',
    'WECHAT_PAY_PUBLIC_KEYS',
    'WECHAT_PAY_SECRET_ARN',
  ],
}

test.each(functionNames)('gives %s the settings of its needs and the names of its tables, and nothing else', (name) => {
  const { written, read } = tablesOf(name)
  const needed = rowsOf(name).flatMap((row) => [...(row.needs ?? [])].flatMap((need) => settingsOf[need]))
  const variables = new Set([
    ...[...written, ...read].map((table) => `TABLE_${table.toUpperCase()}`),
    ...(checksCallers(name) ? ['SESSION_PUBLIC_JWK', 'OPERATOR_IDS'] : []),
    ...needed,
  ])
  expect(Object.keys(environmentOf(name)).sort()).toEqual([...variables].sort())
})

test('takes plain settings from Parameter Store and never a secret', () => {
  const environment = environmentOf('payments')
  expect(environment).toMatchObject({
    TABLE_PAYMENTS: 'huitou-payments',
    WECHAT_PAY_MCHID: 'parameter /huitou/wechat-pay-mchid',
    SESSION_PUBLIC_JWK: 'parameter /huitou/session-public-jwk',
    WECHAT_PAY_SECRET_ARN: 'huitou/wechat-pay',
  })
  const types = Object.values(templates.api.Parameters).map((parameter) => parameter.Type)
  expect(new Set(types)).toEqual(new Set(['AWS::SSM::Parameter::Value<String>']))
})

test('refuses a consumer with the name of a context', () => {
  const namesake: Consumer = { kind: 'schedule', name: 'orders', context: 'orders', everyMinutes: 1, alarm: 'Never.' }
  expect(() => functionSpecs(routes, [namesake])).toThrow('Two functions would be named "orders"')
})

describe('the readers of the stream of a table', () => {
  const common = { kind: 'stream', context: 'orders', events: ['order_paid'], alarm: 'Never.' } as const
  const reading = (name: string, source: TableName = 'orders'): Consumer => ({ ...common, name, source })
  const shared = (name: string, source: TableName = 'orders'): Consumer => ({
    ...common,
    name,
    source,
    functionName: 'follow-orders',
  })

  test('are two at most, with all that the rows name', () => {
    const readers = functionSpecs().flatMap(({ trigger }) => (trigger.kind === 'stream' ? [trigger.source] : []))
    for (const table of tableNames) expect(readers.filter((source) => source === table).length).toBeLessThanOrEqual(2)
    expect(readers.length).toBeGreaterThan(0)
  })

  test('are refused where a third one would throttle them all, and taken where one reads for several', () => {
    expect(() =>
      functionSpecs(
        [],
        ['a', 'b', 'c'].map((name) => reading(name)),
      ),
    ).toThrow('Too many functions would read the stream of orders: a, b, c')
    expect(() => functionSpecs([], [reading('a'), reading('b'), reading('c', 'payments')])).not.toThrow()
    const specs = functionSpecs([], [reading('a'), shared('b'), shared('c')])
    expect(specs.map(({ name, entry }) => [name, entry])).toEqual([
      ['a', 'functions/orders/a.ts'],
      ['follow-orders', 'functions/readers/follow-orders.ts'],
    ])
  })

  test('read one stream each', () => {
    expect(() => functionSpecs([], [shared('a'), shared('b', 'payments')])).toThrow(
      '"follow-orders" would read more streams than one',
    )
  })
})
