import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { TablePlan } from './data-plan.ts'
import { BootError } from './errors.ts'

/**
 * Creates the tables that are not there yet, with their indexes, streams and time to live.
 * @throws BootError when one is there whose keys, indexes or stream differ from the template.
 */
export async function createTables(client: DynamoDBClient, tables: readonly TablePlan[]): Promise<void> {
  const { TableNames: present = [] } = await client.send(new ListTablesCommand({}))
  for (const table of tables) {
    if (present.includes(table.name)) {
      const { Table: description } = await client.send(new DescribeTableCommand({ TableName: table.name }))
      compare(table, description)
    } else {
      await createTable(client, table)
    }
  }
}

async function createTable(client: DynamoDBClient, table: TablePlan): Promise<void> {
  const { globalIndexes, localIndexes, streamView, ttlAttribute } = table
  const input: CreateTableCommandInput = {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: table.keySchema,
    AttributeDefinitions: table.attributes,
  }
  if (globalIndexes.length > 0) input.GlobalSecondaryIndexes = globalIndexes.map(indexInput)
  if (localIndexes.length > 0) input.LocalSecondaryIndexes = localIndexes.map(indexInput)
  if (streamView !== undefined) input.StreamSpecification = { StreamEnabled: true, StreamViewType: streamView }
  await client.send(new CreateTableCommand(input))
  if (ttlAttribute !== undefined) {
    const ttl = { AttributeName: ttlAttribute, Enabled: true }
    await client.send(new UpdateTimeToLiveCommand({ TableName: table.name, TimeToLiveSpecification: ttl }))
  }
}

type IndexPlan = TablePlan['globalIndexes'][number]

function indexInput({ IndexName, KeySchema, Projection }: IndexPlan) {
  const { ProjectionType, NonKeyAttributes } = Projection
  return { IndexName, KeySchema, Projection: { ProjectionType, ...(NonKeyAttributes ? { NonKeyAttributes } : {}) } }
}

function compare(table: TablePlan, there: TableDescription | undefined): void {
  const planned = shape({
    keys: table.keySchema,
    indexes: [...table.globalIndexes, ...table.localIndexes],
    stream: table.streamView,
  })
  const found = shape({
    keys: there?.KeySchema,
    indexes: [...(there?.GlobalSecondaryIndexes ?? []), ...(there?.LocalSecondaryIndexes ?? [])],
    stream: there?.StreamSpecification?.StreamViewType,
  })
  if (planned === found) return
  throw new BootError(
    `The table ${table.name} in the data folder differs from the template. ` +
      `Delete the data folder to start afresh.\n  template: ${planned}\n  table:    ${found}`,
  )
}

type Keys = readonly { AttributeName?: string | undefined; KeyType?: string | undefined }[] | undefined
type Shape = {
  keys: Keys
  indexes: readonly {
    IndexName?: string | undefined
    KeySchema?: Keys
    Projection?: { ProjectionType?: string | undefined; NonKeyAttributes?: readonly string[] | undefined } | undefined
  }[]
  stream: string | undefined
}

/** What makes two tables the same, in one order of its parts. */
function shape({ keys, indexes, stream }: Shape): string {
  const keyText = (parts: Keys) => (parts ?? []).map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`)
  return JSON.stringify({
    keys: keyText(keys),
    indexes: indexes
      .map(({ IndexName, KeySchema, Projection }) => [
        IndexName,
        keyText(KeySchema),
        Projection?.ProjectionType,
        [...(Projection?.NonKeyAttributes ?? [])].sort(),
      ])
      .sort(),
    stream: stream ?? null,
  })
}
