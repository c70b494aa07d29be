import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { hasEnough, Stock, type StockChange, type StockCounter } from './stock.ts'

/**
 * Shards that one variant's stock may lie in. Every order of it reads the product itself, up to three read units, from a
 * partition that gives 3,000 a second: beyond 1,000 orders a second, so ten shards, more of them would gain nothing.
 */
export const shardsMax = 10

/** Counted by every write to the part, so that who reads twice sees whether anything happened between. */
const revision = z.int().min(0).default(0)

/**
 * The main counters of a variant. `plain`: they are all there are. `spread`: the units to be bought lie in shards.
 * `folding`: the shards are being taken back. Units received and written off are counted here only.
 */
export const StockMain = z.object({
  ...Stock.shape,
  mode: z.enum(['plain', 'spread', 'folding']).default('plain'),
  shards: z.int().min(0).max(shardsMax).default(0),
  /** How often it was spread; absent when never. */
  spreads: z.int().min(1).exactOptional(),
  revision,
})
export type StockMain = z.infer<typeof StockMain>

/** Some of a variant's units, in a partition of their own. */
export const StockShard = z.object({
  shard: z
    .int()
    .min(0)
    .max(shardsMax - 1),
  onHand: Stock.shape.onHand,
  held: Stock.shape.held,
  sold: Stock.shape.sold,
  revision,
})
export type StockShard = z.infer<typeof StockShard>

export type StockParts = { readonly main: StockMain; readonly shards: readonly StockShard[] }
/** A variant's counters, with the parts that they are the sums of. */
export type CountedStock = Stock & { readonly parts: StockParts }

/** A change of one part: of the shard, or of the main counters where none is named. */
export type PartChange = StockChange & { readonly shard?: number }

const partCounters = ['onHand', 'held', 'sold'] as const
const sumOf = (parts: StockParts, counter: (typeof partCounters)[number]) =>
  parts.shards.reduce((units, shard) => units + shard[counter], parts.main[counter])

/** The counters of a variant over all of its parts. */
export function countStock(parts: StockParts): CountedStock {
  const { shopId, productId, skuId, received, writtenOff } = parts.main
  const [onHand, held, sold] = [sumOf(parts, 'onHand'), sumOf(parts, 'held'), sumOf(parts, 'sold')]
  return { shopId, productId, skuId, received, writtenOff, onHand, held, sold, parts }
}

/**
 * Whether nothing was written between two readings of all parts, so that what was read was so at one moment. A reading by
 * itself is not: a unit may leave a part that is still to be read for one that was read already.
 */
export const isUnchanged = (before: StockParts, after: StockParts): boolean =>
  before.main.revision === after.main.revision &&
  before.shards.length === after.shards.length &&
  before.shards.every(
    (each, at) => each.shard === after.shards[at]?.shard && each.revision === after.shards[at].revision,
  )

/**
 * Divides a change among the parts. All of it falls on one part that has enough, by `choice` any of those shards, so
 * that many orders meet in few places; only where none has enough, on several, the fullest first: the last units are
 * sold like the others. A change that takes more than there is stays whole, and its condition refuses it: what was read
 * beside the stock, such as the order, has changed since.
 * @param choice any whole number ≥ 0, e.g. a hash of the order's id.
 */
export function splitChange({ main, shards }: StockParts, change: StockChange, choice: number): readonly PartChange[] {
  const { needs } = change
  if (main.mode === 'plain') return [change]
  if (!hasEnough(countStock({ main, shards }), change)) return [change]
  if (!needs) return main.mode === 'spread' ? bringIn(change, shards) : [change]
  const takes = takeUnits({ main, shards }, needs, choice)
  const inShards = takes.flatMap(({ shard, units }) =>
    shard === undefined ? [] : [partOf(change, units, [...partCounters], needs.counter, shard)],
  )
  const units = takes.find(({ shard }) => shard === undefined)?.units ?? 0
  const inMain = partOf(change, units, [...partCounters], needs.counter)
  const total = partOf(change, needs.atLeast, ['writtenOff'])
  const atMain = { ...inMain, add: { ...inMain.add, ...total.add } }
  return Object.keys(atMain.add).length === 0 ? inShards : [...inShards, atMain]
}

/** The part of a change that moves so many units of the counters named. */
function partOf(
  { skuId, productId, add }: StockChange,
  units: number,
  counters: readonly StockCounter[],
  source?: StockCounter,
  shard?: number,
): PartChange {
  const changed = units === 0 ? [] : counters.filter((counter) => add[counter] !== undefined)
  return {
    skuId,
    productId,
    add: Object.fromEntries(changed.map((counter) => [counter, Math.sign(add[counter] ?? 0) * units])),
    ...(source === undefined || units === 0 ? {} : { needs: { counter: source, atLeast: units } }),
    ...(shard === undefined ? {} : { shard }),
  }
}

/** New units go to the shards evenly; that they were received is counted once, in the main counters. */
function bringIn(change: StockChange, shards: readonly StockShard[]): readonly PartChange[] {
  const { skuId, productId, add } = change
  const { onHand = 0, ...received } = add
  if (shards.length === 0) return [change]
  const shares = evenShares(onHand, shards.length)
  return [
    { skuId, productId, add: received },
    ...shards.flatMap(({ shard }, at) => {
      const units = shares[at] ?? 0
      return units === 0 ? [] : [{ skuId, productId, add: { onHand: units }, shard }]
    }),
  ]
}

/** Units as evenly as whole units go; the first shares have one more where they do not. */
export function evenShares(units: number, shares: number): number[] {
  const each = Math.floor(units / shares)
  return Array.from({ length: shares }, (_, at) => each + (at < units % shares ? 1 : 0))
}

type Take = { readonly shard?: number; readonly units: number }

function takeUnits(parts: StockParts, needs: NonNullable<StockChange['needs']>, choice: number): readonly Take[] {
  const counter = partCounters.find((each) => each === needs.counter)
  assert(counter !== undefined, 'only units on hand, held or sold are taken')
  const { main } = parts
  const shards = parts.shards.map((each) => ({ shard: each.shard, units: each[counter] }))
  const enough = shards.filter(({ units }) => units >= needs.atLeast)
  const fromMain = main[counter] >= needs.atLeast ? [{ units: needs.atLeast }] : []
  const one = enough[choice % Math.max(1, enough.length)]
  const fromShard = one ? [{ ...one, units: needs.atLeast }] : []
  // While it is folding, what can be done in the main counters leaves the shards alone.
  const whole = main.mode === 'folding' ? [...fromMain, ...fromShard] : [...fromShard, ...fromMain]
  if (whole[0]) return [whole[0]]
  const takes: Take[] = []
  let missing = needs.atLeast
  for (const part of [...shards, { units: main[counter] }].toSorted((a, b) => b.units - a.units)) {
    const units = Math.min(part.units, missing)
    if (units > 0) takes.push({ ...part, units })
    missing -= units
  }
  assert(missing === 0, `so many units of ${main.skuId} are ${counter}`)
  return takes
}
