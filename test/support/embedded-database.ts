import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { indexes } from '../../functions/indexes.ts'
import { createDynamoDatabase, type TableNames } from '../../functions/shared/dynamo-database.ts'
import { type Database, type TableName, tableNames } from '../../functions/shared/storage.ts'
import { indexesOf, tableKeys } from '../../infra/tables.ts'
import { startEngine } from '../../local/engine.ts'

export type EmbeddedDatabase = {
  readonly client: DynamoDBClient
  /** Real names of the tables. */
  readonly tables: TableNames
  readonly database: Database
  close(): Promise<void>
}

/** The embedded DynamoDB with every table, empty, in a folder of its own. Throws where no engine can be had. */
export async function startEmbeddedDatabase(): Promise<EmbeddedDatabase> {
  const memory = '/dev/shm'
  const folder = await mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'huitou-test-'))
  const engine = await startEngine(folder)
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'cn-north-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  // An engine of DYNAMODB_ENDPOINT may hold the tables of others.
  const tables = (table: TableName) => `test-${process.pid}-${table}`
  for (const table of tableNames) await client.send(new CreateTableCommand(tableInput(table, tables(table))))
  return {
    client,
    tables,
    database: createDynamoDatabase(client, tables, indexes),
    close: async () => {
      client.destroy()
      await engine.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function tableInput(table: TableName, name: string): CreateTableCommandInput {
  const specs = indexesOf(table)
  const attributes = new Set([
    ...Object.values(tableKeys),
    ...specs.flatMap((spec) => [spec.partitionKey, spec.sortKey]),
  ])
  const input: CreateTableCommandInput = {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(tableKeys.partition, tableKeys.sort),
    AttributeDefinitions: [...attributes].map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' })),
  }
  if (specs.length === 0) return input
  const GlobalSecondaryIndexes = specs.map((spec) => ({
    IndexName: spec.name,
    KeySchema: keySchema(spec.partitionKey, spec.sortKey),
    Projection: { ProjectionType: spec.projection },
  }))
  return { ...input, GlobalSecondaryIndexes }
}

const keySchema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
]
