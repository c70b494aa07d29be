import { billDay } from '../../domain/payments/reconciliation.ts'

/** Parts of a shop's day in the index: what a flash sale pays in one moment does not meet in one partition. */
const dayShards = 4

const partitionOf = (shopId: string, day: string, shard: number) => `SHOP#${shopId}#DAY#${day}#${shard}`

/** Place in the index of what succeeded, by its shop and the day of WeChat's bill; `no` is its number. */
export function dayAttributes(shopId: string, succeededAt: string, no: string) {
  let sum = 0
  for (const character of no.slice(-4)) sum += character.charCodeAt(0)
  return { dayPk: partitionOf(shopId, billDay(succeededAt), sum % dayShards), daySk: `${succeededAt}#${no}` }
}

/** The partitions that hold a shop's day. */
export const dayPartitions = (shopId: string, day: string): readonly string[] =>
  Array.from({ length: dayShards }, (_, shard) => partitionOf(shopId, day, shard))
