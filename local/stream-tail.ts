import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type Shard,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams'
import { BootError } from './errors.ts'

/** How new an answer must be: `performance.now()` of the moment after which it was asked for. */
export type NotBefore = number

/**
 * A table's stream, read once for all its readers: whoever asks for the records after the same one shares the answer.
 * Without it every write would cost each reader some calls, and most of a busy back end would be reading streams.
 */
export type StreamTail = {
  readonly streamArn: string
  shards(): Promise<readonly Shard[]>
  /** The records of a shard after a sequence number (its first ones when left out), none when there are none yet.
   *  `more`: what has come to them since they were read first. */
  read(
    shardId: string,
    after: string | undefined,
    notBefore: NotBefore,
    more?: 'more',
  ): Promise<readonly StreamRecord[]>
}

const recordsMax = 1_000
/** Parts of a shard that are kept for readers who come later. */
const partsMax = 8
/** A shard ends after hours, and a new one follows. */
const shardsMaxAgeMs = 5_000

type Part = { readonly began: number; readonly records: Promise<readonly StreamRecord[]>; isEmpty: boolean }

export async function openTail(client: DynamoDBStreamsClient, table: string): Promise<StreamTail> {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: table }))
  const streamArn = Streams.at(-1)?.StreamArn
  if (streamArn === undefined) throw new BootError(`The table ${table} has no stream.`)
  /** By shard and position; the last used at the end. */
  const parts = new Map<string, Part>()
  const iterators = new Map<string, string>()
  let known: { readonly at: number; readonly shards: Promise<readonly Shard[]> } | undefined

  async function iteratorAt(shardId: string, after: string | undefined): Promise<string | undefined> {
    const position =
      after === undefined || after === '0'
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after }
    const command = new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ...position })
    return (await client.send(command)).ShardIterator
  }

  async function fetch(shardId: string, after: string | undefined, key: string): Promise<readonly StreamRecord[]> {
    const iterator = iterators.get(key) ?? (await iteratorAt(shardId, after))
    iterators.delete(key)
    if (iterator === undefined) return []
    const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: recordsMax })
    const { Records = [], NextShardIterator: next } = await client.send(command)
    const last = Records.at(-1)?.dynamodb?.SequenceNumber
    if (next !== undefined) remember(iterators, last === undefined ? key : keyOf(shardId, last), next)
    return Records
  }

  return {
    streamArn,
    shards: () => {
      if (known === undefined || performance.now() - known.at > shardsMaxAgeMs)
        known = { at: performance.now(), shards: shardsOf(client, streamArn) }
      known.shards.catch(() => {
        known = undefined
      })
      return known.shards
    },
    read: (shardId, after, notBefore, more) => {
      const key = keyOf(shardId, after)
      const part = parts.get(key)
      // An answer with records stays true; one without is true until the next write.
      const isStillTrue = part !== undefined && !part.isEmpty && more === undefined
      if (part !== undefined && (isStillTrue || part.began >= notBefore)) return part.records
      const began = performance.now()
      const made: Part = { began, records: fetch(shardId, after, key), isEmpty: true }
      remember(parts, key, made)
      made.records.then(
        (records) => {
          made.isEmpty = records.length === 0
        },
        () => {
          if (parts.get(key) === made) parts.delete(key)
        },
      )
      return made.records
    },
  }
}

const keyOf = (shardId: string, after: string | undefined): string => `${shardId} ${after ?? ''}`

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= partsMax) return
    map.delete(oldest)
  }
}

async function shardsOf(client: DynamoDBStreamsClient, streamArn: string): Promise<readonly Shard[]> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }))
  return StreamDescription?.Shards ?? []
}
