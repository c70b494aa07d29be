import { RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { type TableName, tableNames } from '../functions/shared/storage.ts'
import { constructId } from './construct-id.ts'
import { addImageBucket } from './image-bucket.ts'
import { needNames, needSpecs, type SecretNeed, secretName } from './needs.ts'
import type { Settings } from './settings.ts'
import { hasStream, hasTtl, indexesOf, tableKeys, tableNameOf, ttlAttribute } from './tables.ts'

const text = (name: string) => ({ name, type: AttributeType.STRING })

/** All that must outlive every deployment: the tables and the secrets. */
export class DataStack extends Stack {
  readonly tables: ReadonlyMap<TableName, Table>
  readonly secrets: ReadonlyMap<SecretNeed, Secret>
  readonly images: Bucket

  constructor(scope: Construct, id: string, props: StackProps & { readonly settings: Settings }) {
    super(scope, id, props)
    this.tables = new Map(tableNames.map((name) => [name, addTable(this, name, props.settings)]))
    this.images = addImageBucket(this)
    this.secrets = new Map(needNames.map((need) => [need, addSecret(this, need, props.settings)]))
  }
}

/** The plain `Table`, not `TableV2`: that one is a global table, which fewer regions offer and which we do not need. */
function addTable(stack: DataStack, name: TableName, settings: Settings): Table {
  const props: TableProps = {
    tableName: tableNameOf(settings, name),
    partitionKey: text(tableKeys.partition),
    sortKey: text(tableKeys.sort),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    // Events are inserts, so what an item was before is never asked for.
    ...(hasStream(name) ? { stream: StreamViewType.NEW_IMAGE } : {}),
    ...(hasTtl(name) ? { timeToLiveAttribute: ttlAttribute } : {}),
  }
  const table = new Table(stack, `${constructId(name)}Table`, props)
  for (const index of indexesOf(name)) {
    table.addGlobalSecondaryIndex({
      indexName: index.name,
      partitionKey: text(index.partitionKey),
      sortKey: text(index.sortKey),
      projectionType: ProjectionType[index.projection],
    })
  }
  return table
}

function addSecret(stack: DataStack, need: SecretNeed, settings: Settings): Secret {
  const { description, noRotationReason } = needSpecs[need].secret
  const secret = new Secret(stack, `${constructId(need)}Secret`, {
    secretName: secretName(settings.parameterPrefix, need),
    description,
    // A function that finds the placeholder does not start: the shape of the secret is checked.
    generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'placeholder' },
    removalPolicy: RemovalPolicy.RETAIN,
  })
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: noRotationReason })
  return secret
}
