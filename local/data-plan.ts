import * as z from 'zod'
import { identify } from './physical-ids.ts'
import { noEffect, ofType, parseProperties } from './properties.ts'
import type { Resource } from './template.ts'

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
})
const index = z
  .strictObject({
    IndexName: z.string(),
    KeySchema: keySchema,
    Projection: projection,
    ContributorInsightsSpecification: noEffect,
    OnDemandThroughput: noEffect,
    WarmThroughput: noEffect,
    WriteProvisionedThroughputSettings: noEffect,
    ProvisionedThroughput: noEffect,
  })
  .transform(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }))

const tableProperties = z.strictObject({
  TableName: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z.array(index).default([]),
  LocalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z
    .looseObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  // One region, no limits, no backups and no encryption on this machine.
  Replicas: z.array(z.unknown()).max(1, 'a replica in another region is not played').optional(),
  BillingMode: noEffect,
  ProvisionedThroughput: noEffect,
  OnDemandThroughput: noEffect,
  WriteOnDemandThroughputSettings: noEffect,
  ReadOnDemandThroughputSettings: noEffect,
  WarmThroughput: noEffect,
  PointInTimeRecoverySpecification: noEffect,
  SSESpecification: noEffect,
  DeletionProtectionEnabled: noEffect,
  ContributorInsightsSpecification: noEffect,
  TableClass: noEffect,
  Tags: noEffect,
})

type Properties = z.output<typeof tableProperties>

export type TablePlan = {
  readonly logicalId: string
  readonly name: string
  readonly keySchema: Properties['KeySchema']
  readonly attributes: Properties['AttributeDefinitions']
  readonly globalIndexes: Properties['GlobalSecondaryIndexes']
  readonly localIndexes: Properties['LocalSecondaryIndexes']
  readonly streamView?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES'
  /** Attribute with the epoch second after which an item may go. */
  readonly ttlAttribute?: string
}

export function planTables(resources: readonly Resource[]): TablePlan[] {
  return ofType(resources, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map((resource) => {
    const properties = parseProperties(tableProperties, resource)
    const { StreamSpecification: stream, TimeToLiveSpecification: ttl } = properties
    return {
      logicalId: resource.logicalId,
      name: resource.name,
      keySchema: properties.KeySchema,
      attributes: properties.AttributeDefinitions,
      globalIndexes: properties.GlobalSecondaryIndexes,
      localIndexes: properties.LocalSecondaryIndexes,
      ...(stream === undefined ? {} : { streamView: stream.StreamViewType }),
      ...(ttl?.Enabled === true ? { ttlAttribute: ttl.AttributeName } : {}),
    }
  })
}

/** Queues here are where failed records end, so what a queue does to its readers does not matter. */
const queueProperties = z.strictObject({
  QueueName: noEffect,
  KmsMasterKeyId: noEffect,
  KmsDataKeyReusePeriodSeconds: noEffect,
  SqsManagedSseEnabled: noEffect,
  MessageRetentionPeriod: noEffect,
  VisibilityTimeout: noEffect,
  RedriveAllowPolicy: noEffect,
  Tags: noEffect,
})

export type QueuePlan = { readonly logicalId: string; readonly name: string; readonly arn: string }

export function planQueues(resources: readonly Resource[]): QueuePlan[] {
  return ofType(resources, 'AWS::SQS::Queue').map((resource) => {
    parseProperties(queueProperties, resource)
    const { attributes } = identify(resource.type, resource.name, '')
    return { logicalId: resource.logicalId, name: resource.name, arn: attributes.Arn ?? '' }
  })
}

export type SecretPlan = { readonly logicalId: string; readonly name: string; readonly arn: string }

/** What a secret holds is told at boot; the generated placeholder of the template is for the cloud. */
export function planSecrets(resources: readonly Resource[]): SecretPlan[] {
  return ofType(resources, 'AWS::SecretsManager::Secret').map(({ logicalId, name, type }) => ({
    logicalId,
    name,
    arn: identify(type, name, '').ref,
  }))
}

/** A bucket is a folder here, which nobody but this machine's owner sees. */
const bucketProperties = z.strictObject({
  BucketName: noEffect,
  BucketEncryption: noEffect,
  CorsConfiguration: noEffect,
  LifecycleConfiguration: noEffect,
  OwnershipControls: noEffect,
  PublicAccessBlockConfiguration: noEffect,
  VersioningConfiguration: noEffect,
  Tags: noEffect,
})

/** Names of the buckets. */
export const planBuckets = (resources: readonly Resource[]): string[] =>
  ofType(resources, 'AWS::S3::Bucket').map((resource) => {
    parseProperties(bucketProperties, resource)
    return resource.name
  })
