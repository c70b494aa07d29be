import { expect, test } from 'vitest'
import * as z from 'zod'
import { consumers } from '../../functions/consumers.ts'
import { indexes } from '../../functions/indexes.ts'
import { tableNames } from '../../functions/shared/storage.ts'
import { needNames } from '../../infra/needs.ts'
import { ofType, synthesisTime, templatesOf } from './templates.ts'

const { data } = templatesOf()
const tables = new Map(
  ofType(data, 'AWS::DynamoDB::Table').map(([, table]) => [String(table.Properties.TableName), table]),
)
const tableOf = (name: string) => tables.get(`huitou-${name}`) ?? expect.fail(`no table ${name}`)

test('has one table for every context that stores something', () => {
  expect([...tables.keys()].sort()).toEqual(tableNames.map((name) => `huitou-${name}`).sort())
})

test.each(tableNames)('keeps %s when the stack goes, restorable, encrypted and paid by use', (name) => {
  const { DeletionPolicy, UpdateReplacePolicy, Properties } = tableOf(name)
  expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
  expect(Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  })
})

/** Indexes whose readers load the items themselves. */
const keysOnly = /\/due$|^orders\/|^repurchase\/customers$|^referrals\/(untold|branches|introduced|referrers|requested)/

test.each(tableNames)('gives %s exactly the indexes that the stores name', (name) => {
  const expected = Object.entries(indexes)
    .filter(([index]) => index.startsWith(`${name}/`))
    .map(([index, { pk, sk }]) => ({
      IndexName: index.slice(name.length + 1),
      KeySchema: [
        { AttributeName: pk, KeyType: 'HASH' },
        { AttributeName: sk, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: keysOnly.test(index) ? 'KEYS_ONLY' : 'ALL' },
    }))
  expect(tableOf(name).Properties.GlobalSecondaryIndexes ?? []).toEqual(expected)
})

test('streams the tables that a consumer reads, and no other', () => {
  const sources = consumers.flatMap((consumer) => (consumer.kind === 'stream' ? [consumer.source] : []))
  const streamed = tableNames.filter((name) => tableOf(name).Properties.StreamSpecification !== undefined)
  expect(new Set(streamed)).toEqual(new Set(sources))
  for (const name of streamed)
    expect(tableOf(name).Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' })
})

test('lets identity, referrals, payments and repurchase forget what has expired, and no other table', () => {
  const forgetting = tableNames.filter((name) => tableOf(name).Properties.TimeToLiveSpecification !== undefined)
  expect(forgetting.sort()).toEqual(['identity', 'payments', 'referrals', 'repurchase'])
  for (const name of forgetting)
    expect(tableOf(name).Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true })
})

test('keeps a secret for every need, with a placeholder that no function accepts', () => {
  const secrets = ofType(data, 'AWS::SecretsManager::Secret').map(([, secret]) => secret)
  expect(secrets.map((secret) => secret.Properties.Name).sort()).toEqual(
    needNames.map((need) => `huitou/${need}`).sort(),
  )
  for (const { Properties, DeletionPolicy } of secrets) {
    expect(DeletionPolicy).toBe('Retain')
    expect(Properties).not.toHaveProperty('SecretString')
    expect(Properties.GenerateSecretString).toEqual({ SecretStringTemplate: '{}', GenerateStringKey: 'placeholder' })
  }
})

test('names a second stage’s tables and secrets apart from the first one’s', synthesisTime, () => {
  const staging = templatesOf({ 'huitou:stage': 'staging', 'huitou:parameterPrefix': '/huitou-staging' }).data
  const names = ofType(staging, 'AWS::DynamoDB::Table').map(([, table]) => table.Properties.TableName)
  expect(names).toContain('staging-huitou-orders')
  const secretNames = ofType(staging, 'AWS::SecretsManager::Secret').map(([, secret]) => secret.Properties.Name)
  expect(secretNames).toContain('huitou-staging/wechat-pay')
})

test('keeps the images of products private, encrypted, with what they were before, when the stack goes too', () => {
  const buckets = ofType(data, 'AWS::S3::Bucket')
  expect(buckets).toHaveLength(1)
  for (const [, { DeletionPolicy, UpdateReplacePolicy, Properties }] of buckets) {
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain'])
    expect(Properties).toMatchObject({
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: expect.anything() }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      CorsConfiguration: { CorsRules: [{ AllowedMethods: ['POST'] }] },
      LifecycleConfiguration: { Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Status: 'Enabled' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    })
  }
})

test('lets nobody but the distributions of the account look at images, and at nothing else of their bucket', () => {
  const [[, policy] = []] = ofType(data, 'AWS::S3::BucketPolicy')
  const { Statement } = z
    .object({ Statement: z.array(z.record(z.string(), z.unknown())) })
    .parse(policy?.Properties.PolicyDocument)
  expect(Statement.filter(({ Effect }) => Effect === 'Deny')).toEqual([
    expect.objectContaining({ Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  ])
  const [bucketId = ''] = ofType(data, 'AWS::S3::Bucket').map(([id]) => id)
  const bucketArn = { 'Fn::GetAtt': [bucketId, 'Arn'] }
  const account = [{ Ref: 'AWS::Partition' }, ':cloudfront::', { Ref: 'AWS::AccountId' }]
  const admitted = {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', ...account, ':distribution/*']] } } },
  }
  expect(Statement.filter(({ Effect }) => Effect !== 'Deny')).toEqual([
    { ...admitted, Action: 's3:GetObject', Resource: { 'Fn::Join': ['', [bucketArn, '/images/*']] } },
    { ...admitted, Action: 's3:ListBucket', Resource: bucketArn },
  ])
})
