import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type Shard,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams'
import * as z from 'zod'
import { BootError } from './errors.ts'
import { readState, writeState } from './saved-state.ts'

/** How far a mapping has come: the last sequence number that it is done with, per shard. */
const checkpoint = z.object({ stream: z.string(), shards: z.record(z.string(), z.string()) })

export type StreamPart = { readonly shardId: string; readonly records: readonly StreamRecord[] }

/** A table's stream as one reader sees it. */
export type StreamSource = {
  /** The next records of one shard after the checkpoint; `undefined` when there are none. */
  read(recordsMax: number): Promise<StreamPart | undefined>
  /** Remembers that everything up to this record is done with, also after a restart. */
  done(shardId: string, sequenceNumber: string): void
  /** The lowest sequence number that is done with, over all shards: older records are no longer needed. */
  readonly readUpTo: () => bigint
}

/** Opens the stream of a table for one reader, whose checkpoint is kept in `file`. */
export async function openStream(
  client: DynamoDBStreamsClient,
  options: { readonly table: string; readonly startAt: 'TRIM_HORIZON' | 'LATEST'; readonly file: string },
): Promise<StreamSource> {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: options.table }))
  const stream = Streams.at(-1)?.StreamArn
  if (stream === undefined) throw new BootError(`The table ${options.table} has no stream.`)
  const saved = readState(options.file, checkpoint)
  // Another stream: the table was made anew, and the checkpoint belongs to the one before.
  const shards: Record<string, string> = saved?.stream === stream ? saved.shards : {}
  if (saved?.stream !== stream && options.startAt === 'LATEST') await skipToEnd()
  const iterators = new Map<string, string | undefined>()
  /** Where to read on when the last record of the part that was read is done with. */
  const following = new Map<string, { readonly after: string | undefined; readonly iterator: string | undefined }>()

  async function skipToEnd(): Promise<void> {
    for (const { ShardId = '', SequenceNumberRange: range } of await listShards(client, stream)) {
      shards[ShardId] = range?.EndingSequenceNumber ?? range?.StartingSequenceNumber ?? '0'
    }
    writeState(options.file, { stream, shards })
  }

  async function iteratorOf(shardId: string): Promise<string | undefined> {
    const after = shards[shardId]
    const position =
      after === undefined || after === '0'
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after }
    const input = { StreamArn: stream, ShardId: shardId, ...position }
    return (await client.send(new GetShardIteratorCommand(input))).ShardIterator
  }

  async function readShard(shardId: string, recordsMax: number): Promise<StreamPart | undefined> {
    const iterator = iterators.get(shardId) ?? (await iteratorOf(shardId))
    if (iterator === undefined) return undefined
    iterators.set(shardId, iterator)
    const { Records = [], NextShardIterator } = await client
      .send(new GetRecordsCommand({ ShardIterator: iterator, Limit: recordsMax }))
      .catch((error: unknown) => {
        iterators.delete(shardId)
        throw error
      })
    if (Records.length > 0) {
      const after = Records.at(-1)?.dynamodb?.SequenceNumber
      following.set(shardId, { after, iterator: NextShardIterator })
      return { shardId, records: Records }
    }
    iterators.set(shardId, NextShardIterator)
    return undefined
  }

  return {
    read: async (recordsMax) => {
      for (const { ShardId = '' } of await listShards(client, stream)) {
        const part = await readShard(ShardId, recordsMax)
        if (part !== undefined) return part
      }
      return undefined
    },
    done: (shardId, sequenceNumber) => {
      shards[shardId] = sequenceNumber
      const next = following.get(shardId)
      iterators.set(shardId, next?.after === sequenceNumber ? next.iterator : undefined)
      writeState(options.file, { stream, shards })
    },
    readUpTo: () => lowestOf(Object.values(shards).map(BigInt)) ?? 0n,
  }
}

/** The lowest of sequence numbers; `undefined` of none. */
export function lowestOf(sequences: readonly bigint[]): bigint | undefined {
  const [first, ...others] = sequences
  return others.reduce((lowest, one) => (lowest === undefined || one < lowest ? one : lowest), first)
}

async function listShards(client: DynamoDBStreamsClient, stream: string | undefined): Promise<Shard[]> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: stream }))
  return StreamDescription?.Shards ?? []
}
