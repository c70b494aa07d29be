import type { ChainNode } from '../../domain/referrals/chain-node.ts'
import { addCohorts, addWorth, Cohort, type Cohorts, noWorth, Worth } from '../../domain/referrals/worth.ts'
import { shardOf } from '../shared/shard-of.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** Parts of the sums over the customers of a shop who came by nobody: every order of theirs is in one. */
const organicShards = 8
const organicPk = (shopId: string, shard: number) => `ORGANIC#${shopId}#${shard}`
type OrganicChange = { readonly node: Pick<ChainNode, 'shopId' | 'customerId'>; readonly change: Cohorts }

/** What changes of organic customers add to the sums of their cohorts. Two of a merge may be in one part: added up. */
export function organicWrites(changes: readonly OrganicChange[]): Write[] {
  const parts = Map.groupBy(changes, ({ node }) => organicPk(node.shopId, shardOf(node.customerId, organicShards)))
  return [...parts].flatMap(([pk, ofPart]) => {
    const sums = ofPart.reduce<Cohorts>((sum, { change }) => addCohorts(sum, change), {})
    return Object.entries(sums).map(([cohort, add]): Write => {
      const key: Key = { table: 'referrals', pk, sk: `COHORT#${cohort}` }
      return { kind: 'update', name: `organic ${pk} ${cohort}`, key, add }
    })
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
