import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams'
import * as z from 'zod'
import { readState, writeState } from './saved-state.ts'
import type { NotBefore, StreamTail } from './stream-tail.ts'

/** How far a mapping has come: the last sequence number that it is done with, per shard. */
const checkpoint = z.object({ stream: z.string(), shards: z.record(z.string(), z.string()) })

export type StreamPart = { readonly shardId: string; readonly records: readonly StreamRecord[] }

/** A table's stream as one reader sees it. */
export type StreamSource = {
  /** The next records of one shard after the checkpoint; `undefined` when there are none. */
  read(notBefore: NotBefore, more?: 'more'): Promise<StreamPart | undefined>
  /** Remembers that everything up to this record is done with, also after a restart. */
  done(shardId: string, sequenceNumber: string): void
  /** The same of records that were none of this reader's business: read again after a crash, they would be so again. */
  passOver(shardId: string, sequenceNumber: string): void
  /** Keeps what was passed over. */
  save(): void
  /** The lowest sequence number that is done with, over all shards: older records are no longer needed. */
  readonly readUpTo: () => bigint
}

/** The stream of a table for one reader, whose checkpoint is kept in `file`. */
export async function openStream(
  tail: StreamTail,
  options: { readonly startAt: 'TRIM_HORIZON' | 'LATEST'; readonly file: string },
): Promise<StreamSource> {
  const stream = tail.streamArn
  const saved = readState(options.file, checkpoint)
  // Another stream: the table was made anew, and the checkpoint belongs to the one before.
  const shards: Record<string, string> = saved?.stream === stream ? saved.shards : {}
  let isSaved = true
  const save = () => {
    if (!isSaved) writeState(options.file, { stream, shards })
    isSaved = true
  }
  const move = (shardId: string, sequenceNumber: string) => {
    shards[shardId] = sequenceNumber
    isSaved = false
  }
  if (saved?.stream !== stream && options.startAt === 'LATEST') {
    for (const { ShardId = '', SequenceNumberRange: range } of await tail.shards())
      move(ShardId, range?.EndingSequenceNumber ?? range?.StartingSequenceNumber ?? '0')
    save()
  }
  return {
    read: async (notBefore, more) => {
      for (const { ShardId: shardId = '' } of await tail.shards()) {
        const records = await tail.read(shardId, shards[shardId], notBefore, more)
        if (records.length > 0) return { shardId, records }
      }
      return undefined
    },
    done: (shardId, sequenceNumber) => {
      move(shardId, sequenceNumber)
      save()
    },
    passOver: move,
    save,
    readUpTo: () => lowestOf(Object.values(shards).map(BigInt)) ?? 0n,
  }
}

/** The lowest of sequence numbers; `undefined` of none. */
export function lowestOf(sequences: readonly bigint[]): bigint | undefined {
  const [first, ...others] = sequences
  return others.reduce((lowest, one) => (lowest === undefined || one < lowest ? one : lowest), first)
}
