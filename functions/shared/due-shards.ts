/** Parts of a due index: what falls due is spread over this many partitions, so that none is hot. Adding shards needs a
 *  sweep of the old ones; taking away is not possible while anything is due there. */
export const dueShards = 8

/** Partition of a due index for an id: a sum of its last characters, which are random in a ULID. */
export function dueShardPk(id: string): string {
  let sum = 0
  for (const character of id.slice(-8)) sum = (sum * 31 + character.charCodeAt(0)) % 9_973
  return `DUE#${sum % dueShards}`
}

export const dueShardPks: readonly string[] = Array.from({ length: dueShards }, (_, shard) => `DUE#${shard}`)

/** Things of one shard that one sweep takes on; the rest is next in a minute. */
export const dueLimit = 50
