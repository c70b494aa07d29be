import { evenShares, type StockParts, type StockShard, shardsMax } from './stock-parts.ts'

/** Orders a second that one item of stock bears inside transactions before conflicts take over. An estimate: 100 to 200. */
export const ordersPerShard = 100
/** As many as the most shards bear. */
export const expectedOrdersPerSecondMax = ordersPerShard * shardsMax

/** In how many shards stock is to lie for so many orders a second. */
export const shardsFor = (expectedOrdersPerSecond: number): number =>
  Math.min(shardsMax, Math.max(1, Math.ceil(expectedOrdersPerSecond / ordersPerShard)))

/** One step between plain and spread stock. Each leaves stock that can be sold, so whoever stops after one loses nothing. */
export type FlashStep =
  /** So many units on hand go to each new shard. */
  | { readonly kind: 'spread'; readonly units: readonly number[] }
  /** From here on the main counters come first again, and the shards grow quiet. */
  | { readonly kind: 'start_folding' }
  /** A shard's units go back to the main counters, the held and sold ones too. */
  | { readonly kind: 'fold'; readonly shard: StockShard }
  | { readonly kind: 'end' }

/**
 * The next step towards stock in that many shards, none for plain stock; undefined when it is so. Another number than
 * that of now folds first: plain → spread → folding → plain is the only way round.
 */
export function nextFlashStep({ main, shards }: StockParts, wantedShards: number): FlashStep | undefined {
  const [shard] = shards
  switch (main.mode) {
    case 'plain':
      return wantedShards === 0 ? undefined : { kind: 'spread', units: evenShares(main.onHand, wantedShards) }
    case 'spread':
      return main.shards === wantedShards && shards.length === wantedShards ? undefined : { kind: 'start_folding' }
    case 'folding':
      return shard ? { kind: 'fold', shard } : { kind: 'end' }
  }
}
