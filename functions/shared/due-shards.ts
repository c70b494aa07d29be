import { shardOf } from './shard-of.ts'

/**
 * Parts of a due index: what falls due is spread over this many partitions, so that none is hot. A partition takes 1,000
 * writes a second, and an order costs this index two until it is paid: four carry 2,000 orders a second of all shops, more
 * than a flash sale's ten parts of stock do in transactions. Every part is read each minute for ever. More can be had at
 * any time, as these stay among them; fewer only while nothing is due in those that go.
 */
export const dueShards = 4

/** Partition of a due index for an id. */
export const dueShardPk = (id: string): string => `DUE#${shardOf(id, dueShards)}`

export const dueShardPks: readonly string[] = Array.from({ length: dueShards }, (_, shard) => `DUE#${shard}`)

/** Things of one shard that one sweep takes on: a page of the index, and about as many as its time allows where each asks
 *  WeChat. The rest is next in a minute. */
export const dueLimit = 200
