import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextFlashStep, ordersPerShard, shardsFor } from '../../../domain/catalog/flash-sale.ts'
import {
  assertStockAddsUp,
  changeStock,
  hasEnough,
  noStock,
  type StockChangeKind,
} from '../../../domain/catalog/stock.ts'
import {
  countStock,
  evenShares,
  isUnchanged,
  type PartChange,
  type StockMain,
  type StockParts,
  shardsMax,
  splitChange,
} from '../../../domain/catalog/stock-parts.ts'
import { productId, shopId, skuId } from '../shared/ids.ts'

const of = { shopId: shopId(), productId: productId(), skuId: skuId() }
type Units = { readonly onHand: number; readonly held: number; readonly sold: number }

/** Parts with these units; what they have was received. */
function parts(mode: StockMain['mode'], main: Units, ...shards: readonly Units[]): StockParts {
  const units = [main, ...shards].reduce((sum, { onHand, held, sold }) => sum + onHand + held + sold, 0)
  const counters = { ...noStock(of), ...main, received: units }
  return {
    main: { ...counters, mode, shards: shards.length, revision: 1 },
    shards: shards.map((each, shard) => ({ ...each, shard, revision: 1 })),
  }
}
const units = (onHand: number, held = 0, sold = 0): Units => ({ onHand, held, sold })
const change = (kind: StockChangeKind, quantity: number) => changeStock(kind, { ...of, quantity })

/** The parts after the changes; throws where one takes what its part does not have. */
function after(before: StockParts, changes: readonly PartChange[]): StockParts {
  const changed = (part: Record<string, unknown>, shard?: number) => {
    const own = changes.filter((each) => each.shard === shard)
    if (own.length > 1) throw new Error('One part is written twice')
    const next = { ...part }
    for (const { add, needs } of own) {
      if (needs && Number(part[needs.counter]) < needs.atLeast) throw new Error(`Too few ${needs.counter}`)
      for (const [counter, each] of Object.entries(add)) next[counter] = Number(next[counter]) + each
    }
    return next
  }
  return {
    main: changed(before.main) as StockMain,
    shards: before.shards.map((each) => changed(each, each.shard) as typeof each),
  }
}

const some = fc.record({ onHand: fc.nat(4), held: fc.nat(4), sold: fc.nat(4) })
const anyParts = fc
  .tuple(fc.constantFrom('spread', 'folding'), some, fc.array(some, { maxLength: shardsMax }))
  .map(([mode, main, shards]) => parts(mode, main, ...shards))
const kinds = fc.constantFrom<StockChangeKind>(
  'receive',
  'write_off',
  'hold',
  'sell',
  'release',
  'sell_again',
  'take_back',
)

test('however a change is divided, its parts sum to it, no part goes below nothing, and none is written twice', () => {
  fc.assert(
    fc.property(anyParts, kinds, fc.integer({ min: 1, max: 40 }), fc.nat(), (before, kind, quantity, choice) => {
      const whole = change(kind, quantity)
      const stock = countStock(before)
      if (!hasEnough(stock, whole)) {
        expect(splitChange(before, whole, choice)).toEqual([whole])
        expect(() => after(before, [whole])).toThrow('Too few')
        return
      }
      const now = countStock(after(before, splitChange(before, whole, choice)))
      assertStockAddsUp(now)
      for (const { onHand, held, sold } of [now.parts.main, ...now.parts.shards])
        expect(Math.min(onHand, held, sold)).toBeGreaterThanOrEqual(0)
      for (const counter of ['received', 'writtenOff', 'onHand', 'held', 'sold'] as const)
        expect(now[counter]).toBe(stock[counter] + (whole.add[counter] ?? 0))
    }),
    { numRuns: 500 },
  )
})

test('plain stock is changed as a whole, and refused by its condition alone', () => {
  const plain = parts('plain', units(1))
  expect(splitChange(plain, change('hold', 2), 3)).toEqual([change('hold', 2)])
})

test('one shard that has enough takes all of an order; which one is chosen among those that have', () => {
  const spread = parts('spread', units(9), units(1), units(2), units(0), units(2))
  const chosen = (choice: number) => splitChange(spread, change('hold', 2), choice)
  expect(chosen(0)).toEqual([{ ...change('hold', 2), shard: 1 }])
  expect(chosen(1)).toEqual([{ ...change('hold', 2), shard: 3 }])
  expect(chosen(2)).toEqual(chosen(0))
})

test('the main counters are taken from when no shard has enough, before several shards are', () => {
  const spread = parts('spread', units(3), units(2), units(2))
  expect(splitChange(spread, change('hold', 3), 0)).toEqual([change('hold', 3)])
  expect(splitChange(spread, change('hold', 4), 0)).toEqual([{ ...change('hold', 1), shard: 0 }, change('hold', 3)])
})

test('while it is folding the main counters come first, and units that come in stay there', () => {
  const folding = parts('folding', units(2), units(5))
  expect(splitChange(folding, change('hold', 2), 0)).toEqual([change('hold', 2)])
  expect(splitChange(folding, change('hold', 3), 0)).toEqual([{ ...change('hold', 3), shard: 0 }])
  expect(splitChange(folding, change('receive', 4), 0)).toEqual([change('receive', 4)])
})

test('units written off leave their shards and are counted once', () => {
  const spread = parts('spread', units(0), units(1), units(2))
  expect(splitChange(spread, change('write_off', 3), 0)).toEqual([
    { skuId: skuId(), productId: productId(), add: { onHand: -2 }, needs: { counter: 'onHand', atLeast: 2 }, shard: 1 },
    { skuId: skuId(), productId: productId(), add: { onHand: -1 }, needs: { counter: 'onHand', atLeast: 1 }, shard: 0 },
    { skuId: skuId(), productId: productId(), add: { writtenOff: 3 } },
  ])
})

test.each([
  [7, 3, [3, 2, 2]],
  [2, 4, [1, 1, 0, 0]],
  [0, 2, [0, 0]],
])('%i units in %i shards are %j', (all, count, shares) => {
  expect(evenShares(all, count)).toEqual(shares)
})

describe('a reading', () => {
  const read = parts('spread', units(1), units(2), units(3))
  test('that a second one repeats was so at one moment', () => {
    expect(isUnchanged(read, parts('spread', units(1), units(2), units(3)))).toBe(true)
  })
  test.each([
    ['the main counters were written', { ...read, main: { ...read.main, revision: 2 } }],
    ['a shard was written', { ...read, shards: read.shards.map((each) => ({ ...each, revision: each.shard + 1 })) }],
    ['a shard is gone', { ...read, shards: read.shards.slice(1) }],
    ['another shard is there', { ...read, shards: read.shards.map((each) => ({ ...each, shard: each.shard + 1 })) }],
  ])('was not, when %s', (_, again) => {
    expect(isUnchanged(read, again)).toBe(false)
  })
})

test.each([
  [1, 1],
  [ordersPerShard, 1],
  [ordersPerShard + 1, 2],
  [ordersPerShard * shardsMax, shardsMax],
  [ordersPerShard * shardsMax + 1, shardsMax],
])('%i orders a second are borne by %i shards', (rate, shards) => {
  expect(shardsFor(rate)).toBe(shards)
})

test.each([
  ['plain stock is spread, all that is on hand', parts('plain', units(5, 2)), 2, { kind: 'spread', units: [3, 2] }],
  ['plain stock stays plain', parts('plain', units(5)), 0, undefined],
  ['stock in so many shards stays there', parts('spread', units(0), units(1), units(1)), 2, undefined],
  ['stock in other shards is folded first', parts('spread', units(0), units(1)), 2, { kind: 'start_folding' }],
  ['spread stock folds', parts('spread', units(0), units(1)), 0, { kind: 'start_folding' }],
  [
    'the next shard is taken back',
    parts('folding', units(0), units(1)),
    0,
    { kind: 'fold', shard: { ...units(1), shard: 0, revision: 1 } },
  ],
  ['without a shard, folding ends', parts('folding', units(1)), 3, { kind: 'end' }],
] as const)('%s', (_, before, wanted, step) => {
  expect(nextFlashStep(before, wanted)).toEqual(step)
})

test('stock whose shards were put together is spread anew when it is asked for again', () => {
  const gathered = parts('spread', units(4))
  expect(nextFlashStep({ ...gathered, main: { ...gathered.main, shards: 3 } }, 3)).toEqual({ kind: 'start_folding' })
})
