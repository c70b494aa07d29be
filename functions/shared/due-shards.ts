import { shardOf } from './shard-of.ts'

/** Parts of a due index: what falls due is spread over this many partitions, so that none is hot. Adding shards needs a
 *  sweep of the old ones; taking away is not possible while anything is due there. */
const dueShards = 8

/** Partition of a due index for an id. */
export const dueShardPk = (id: string): string => `DUE#${shardOf(id, dueShards)}`

export const dueShardPks: readonly string[] = Array.from({ length: dueShards }, (_, shard) => `DUE#${shard}`)
