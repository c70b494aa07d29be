import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb'
import type { LocalClock } from './clock.ts'
import type { TablePlan } from './data-plan.ts'
import type { Log } from './log.ts'

const sweepEveryMs = 60_000

/** Deletes items whose time to live is over by the local clock, now and then: the engine itself never does. */
export function startTtlSweep(options: {
  readonly client: DynamoDBClient
  readonly tables: readonly TablePlan[]
  readonly clock: LocalClock
  readonly log: Log
}): { sweep(): Promise<number>; close(): Promise<void> } {
  const { client, tables, clock, log } = options
  let closed = false
  let sweeping: Promise<number> = Promise.resolve(0)

  async function sweepAll(): Promise<number> {
    let deletedCount = 0
    for (const table of tables) {
      if (table.ttlAttribute !== undefined && !closed) {
        deletedCount += await sweepTable(client, table, table.ttlAttribute, clock.now())
      }
    }
    return deletedCount
  }
  /** One sweep after the other: two at once would only look at the same items. */
  const sweep = () => {
    sweeping = sweeping.catch(() => 0).then(sweepAll)
    return sweeping
  }
  const sweepQuietly = () => {
    sweep().catch((error: unknown) => {
      if (!closed) log(`Items whose time is over could not be deleted: ${error}`)
    })
  }
  const timer = setInterval(sweepQuietly, sweepEveryMs)
  timer.unref()
  const stopListening = clock.onAdvance(sweepQuietly)
  return {
    sweep,
    close: async () => {
      closed = true
      clearInterval(timer)
      stopListening()
      await sweeping.catch(() => 0)
    },
  }
}

async function sweepTable(client: DynamoDBClient, table: TablePlan, attribute: string, now: Date): Promise<number> {
  const TableName = table.name
  const over = {
    ExpressionAttributeNames: { '#ttl': attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now.getTime() / 1000)) } },
  }
  let deletedCount = 0
  for await (const { Items = [] } of paginateScan(
    { client },
    { TableName, FilterExpression: '#ttl < :now', ...over },
  )) {
    for (const item of Items) {
      const keys = table.keySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]] as const)
      const Key = Object.fromEntries(keys.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
      const deletion = new DeleteItemCommand({ TableName, Key, ConditionExpression: '#ttl < :now', ...over })
      deletedCount += await client.send(deletion).then(() => 1, ifChanged)
    }
  }
  return deletedCount
}

/** Somebody gave the item more time since it was read. */
function ifChanged(error: unknown): number {
  if (error instanceof ConditionalCheckFailedException) return 0
  throw error
}
