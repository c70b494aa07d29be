import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { type AttributeNames, decodeCursor, encodeCursor, rangeExpression, transactItem } from './dynamo-expressions.ts'
import {
  type Database,
  getManyMax,
  type Item,
  type Key,
  type Outcome,
  queryLimitMax,
  type RangeQuery,
  type TableName,
  TooBusy,
  transactionWritesMax,
  updateAttributesMax,
  type Write,
} from './storage.ts'

/** Table and index names to the real ones. Throws for a table that the function was not given. */
export type TableNames = (table: TableName) => string

/** How often keys that DynamoDB left unread in a batch are asked for again before giving up. */
const batchRoundsMax = 5

/** The tables through DynamoDB. `indexKeys` tells the key attributes of each index. */
export function createDynamoDatabase(client: DynamoDBClient, tables: TableNames, indexKeys: IndexKeys): Database {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: false } })
  return {
    get: (key) => unlessThrottled(get(documents, tables, key)),
    getMany: (keys) => unlessThrottled(getMany(documents, tables, keys)),
    query: (range) => unlessThrottled(query(documents, tables, indexKeys, range)),
    transact: (writes) => transact(documents, tables, writes),
  }
}

/** Partition and sort key attribute of each index, by table and name. */
export type IndexKeys = { readonly [index: string]: AttributeNames }

/** What the SDK gave up trying again is told as what it is: not a defect, but too many at once. */
async function unlessThrottled<Answer>(read: Promise<Answer>): Promise<Answer> {
  try {
    return await read
  } catch (error) {
    if (error instanceof Error && isContention(error.name)) throw new TooBusy('DynamoDB throttles the reads')
    throw error
  }
}

async function get(documents: DynamoDBDocumentClient, tables: TableNames, { table, pk, sk }: Key) {
  const command = new GetCommand({ TableName: tables(table), Key: { pk, sk }, ConsistentRead: true })
  return (await documents.send(command)).Item as Item | undefined
}

async function getMany(documents: DynamoDBDocumentClient, tables: TableNames, keys: readonly Key[]) {
  if (keys.length > getManyMax) throw new RangeError(`At most ${getManyMax} keys at once, not ${keys.length}`)
  const found = new Map<string, Item>()
  let pending: Record<string, { Keys: Record<string, unknown>[]; ConsistentRead: boolean }> = {}
  for (const { table, pk, sk } of new Map(keys.map((key) => [identity(tables(key.table), key), key])).values()) {
    const request = pending[tables(table)] ?? { Keys: [], ConsistentRead: true }
    request.Keys.push({ pk, sk })
    pending[tables(table)] = request
  }
  for (let round = 0; Object.keys(pending).length > 0; round++) {
    if (round === batchRoundsMax) throw new TooBusy('DynamoDB left keys of a batch unread')
    const answer = await documents.send(new BatchGetCommand({ RequestItems: pending }))
    for (const [table, items] of Object.entries(answer.Responses ?? {}))
      for (const item of items as Item[]) found.set(identity(table, item), item)
    pending = (answer.UnprocessedKeys ?? {}) as typeof pending
  }
  return keys.map((key) => found.get(identity(tables(key.table), key)))
}

const identity = (table: string, key: { pk: string; sk: string }) => JSON.stringify([table, key.pk, key.sk])

async function query(documents: DynamoDBDocumentClient, tables: TableNames, indexKeys: IndexKeys, range: RangeQuery) {
  if (!(range.limit >= 1 && range.limit <= queryLimitMax))
    throw new RangeError(`A page has 1 to ${queryLimitMax} items`)
  const names = range.index === undefined ? { pk: 'pk', sk: 'sk' } : indexKeys[`${range.table}/${range.index}`]
  if (!names) throw new RangeError(`No index ${range.index} on ${range.table}`)
  const answer = await documents.send(
    new QueryCommand({
      TableName: tables(range.table),
      ...(range.index === undefined ? { ConsistentRead: !range.isEventual } : { IndexName: range.index }),
      ...rangeExpression(range, names),
      Limit: range.limit,
      ScanIndexForward: !range.newestFirst,
      ...(range.cursor === undefined ? {} : { ExclusiveStartKey: decodeCursor(range.cursor, range, names) }),
    }),
  )
  const items = (answer.Items ?? []) as Item[]
  return answer.LastEvaluatedKey ? { items, cursor: encodeCursor(answer.LastEvaluatedKey, names) } : { items }
}

async function transact(
  documents: DynamoDBDocumentClient,
  tables: TableNames,
  writes: readonly Write[],
): Promise<Outcome> {
  assertTransaction(writes)
  try {
    await documents.send(
      new TransactWriteCommand({ TransactItems: writes.map((write) => transactItem(write, tables(write.key.table))) }),
    )
    return { kind: 'written' }
  } catch (error) {
    if (error instanceof TransactionCanceledException) return canceled(error, writes)
    if (error instanceof Error && isContention(error.name)) return { kind: 'conflict' }
    throw error
  }
}

/** Throws where a transaction is one that DynamoDB would never accept: a defect of ours. */
export function assertTransaction(writes: readonly Write[]): void {
  if (writes.length < 1 || writes.length > transactionWritesMax)
    throw new RangeError(`A transaction has 1 to ${transactionWritesMax} writes, not ${writes.length}`)
  if (new Set(writes.map((write) => write.name)).size < writes.length) throw new RangeError('Two writes have one name')
  const isWide = (write: Write) =>
    write.kind === 'update' && widthOf(write.set) + widthOf(write.add) > updateAttributesMax
  if (writes.some(isWide)) throw new RangeError(`An update changes up to ${updateAttributesMax} attributes`)
  const keys = new Set(writes.map((write) => identity(write.key.table, write.key)))
  if (keys.size < writes.length) throw new RangeError('Two writes of a transaction touch one item')
}

const widthOf = (attributes: object = {}) => Object.keys(attributes).length

/** Names by which DynamoDB says "not now": nothing was written. */
const isContention = (name: string) =>
  [
    'TransactionConflictException',
    'TransactionInProgressException',
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'RequestLimitExceeded',
  ].includes(name)

function canceled(error: TransactionCanceledException, writes: readonly Write[]): Outcome {
  const reasons = error.CancellationReasons ?? []
  const names = writes.filter((_, at) => reasons[at]?.Code === 'ConditionalCheckFailed').map((write) => write.name)
  if (names.length > 0) return { kind: 'refused', names }
  const codes = reasons.map((reason) => reason.Code ?? 'None').filter((code) => code !== 'None')
  const contended = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']
  if (codes.length > 0 && codes.every((code) => contended.includes(code))) return { kind: 'conflict' }
  throw error
}
