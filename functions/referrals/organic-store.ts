import type { ChainNode } from '../../domain/referrals/chain-node.ts'
import { addWorth, Cohort, type Cohorts, noWorth, Worth } from '../../domain/referrals/worth.ts'
import { shardOf } from '../shared/shard-of.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** Parts of the sums over the customers of a shop who came by nobody: every order of theirs is in one. */
const organicShards = 8
const organicPk = (shopId: string, shard: number) => `ORGANIC#${shopId}#${shard}`
const organicKey = (shopId: string, shard: number, cohort: string): Key => ({
  table: 'referrals',
  pk: organicPk(shopId, shard),
  sk: `COHORT#${cohort}`,
})

/** What a change of one organic customer adds to the sums of their cohorts. */
export function organicWrites({ shopId, customerId }: Pick<ChainNode, 'shopId' | 'customerId'>, change: Cohorts) {
  const shard = shardOf(customerId, organicShards)
  return Object.entries(change).map(([cohort, add]): Write => {
    const name = `organic ${shopId} ${customerId} ${cohort}`
    return { kind: 'update', name, key: organicKey(shopId, shard, cohort), add }
  })
}

/** Cohorts that are read at most: the months of sixteen years. */
const cohortsMax = 200

/** The organic customers of a shop by the month of their first purchase. Costs the same however many they are. */
export async function loadOrganic(db: Reader, shopId: string): Promise<Cohorts> {
  const parts = await Promise.all(
    Array.from({ length: organicShards }, (_, shard) =>
      db.query({ table: 'referrals', pk: organicPk(shopId, shard), newestFirst: true, limit: cohortsMax }),
    ),
  )
  const cohorts: Record<string, Worth> = {}
  for (const { pk: _pk, sk, ...sums } of parts.flatMap(({ items }) => items)) {
    const cohort = Cohort.parse(sk.slice('COHORT#'.length))
    cohorts[cohort] = addWorth(cohorts[cohort] ?? noWorth, Worth.parse({ ...noWorth, ...sums }))
  }
  return cohorts
}
