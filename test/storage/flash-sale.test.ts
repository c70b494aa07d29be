import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assertStockAddsUp } from '../../domain/catalog/stock.ts'
import { shardsMax } from '../../domain/catalog/stock-parts.ts'
import { stockWritesMax } from '../../functions/catalog/load-stocks.ts'
import { flashStepWrites } from '../../functions/catalog/stock-parts-store.ts'
import type { Committer } from '../../functions/shared/commit.ts'
import type { Database } from '../../functions/shared/storage.ts'
import { createFakeDatabase } from '../../simulate/fake-database.ts'
import { type Faults, noFaults, usualFaults } from '../../simulate/faults.ts'
import { createRandom } from '../../simulate/random.ts'
import { createVirtualClock } from '../../simulate/virtual-clock.ts'
import { databaseOf } from '../support/database.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../support/embedded-database.ts'
import { countAll, countersOf, openTill, type Till, type Way } from './till.ts'

const ways = fc.constantFrom<Way[]>(
  ['hold'],
  ['hold', 'sell'],
  ['hold', 'release'],
  ['hold', 'sell', 'take_back'],
  ['hold', 'release', 'sell_again'],
  ['hold', 'release', 'sell_again', 'take_back'],
)
const order = fc.record({ ways, quantity: fc.integer({ min: 1, max: 3 }) })
const deed = fc.oneof(
  fc.record({ kind: fc.constantFrom('receive', 'write_off'), quantity: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('shards'), quantity: fc.integer({ min: 0, max: 4 }) }),
)
const history = fc.record({
  seed: fc.integer(),
  units: fc.integer({ min: 1, max: 9 }),
  orders: fc.array(order, { minLength: 1, maxLength: 8 }),
  deeds: fc.array(deed, { maxLength: 6 }),
  /** Of somebody else of the shop's people. */
  shards: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
})
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never

/** Everybody at once, each a little after the other. @returns units of the orders, by where they ended. */
async function live(
  till: Till,
  { units, orders, deeds, shards }: History,
  pause: () => Promise<void>,
  refused: Refused,
) {
  await till.open()
  await till.move(1, 'receive', units)
  const ended = { none: 0, held: 0, released: 0, sold: 0, back: 0 }
  const places = { hold: 'held', sell: 'sold', release: 'released', sell_again: 'sold', take_back: 'back' } as const
  const moved = { received: units, writtenOff: 0 }
  const buy = async ({ ways: chosen, quantity }: History['orders'][number], number: number) => {
    let place: keyof typeof ended = 'none'
    for (const way of chosen) {
      await pause()
      const told = await refused(way, quantity, () => till.order(number + 1, way, quantity))
      if (told !== 'done') break
      place = places[way]
    }
    ended[place] += quantity
  }
  const own = async () => {
    for (const [at, { kind, quantity }] of deeds.entries()) {
      await pause()
      if (kind !== 'receive' && kind !== 'write_off') await till.reshard(quantity)
      else if ((await refused(kind, quantity, () => till.move(at + 2, kind, quantity))) === 'done')
        moved[kind === 'receive' ? 'received' : 'writtenOff'] += quantity
    }
  }
  const meddle = async () => {
    for (const count of shards) {
      await pause()
      await till.reshard(count)
    }
  }
  await Promise.all([...orders.map(buy), own(), meddle()])
  const { held, sold } = ended
  return { ...moved, held, sold, onHand: moved.received - moved.writtenOff - held - sold }
}

type Refused = (way: string, quantity: number, ask: () => Promise<string>) => Promise<string>

/** Buys one unit after the other, while there is one, from spread stock. @returns how many there were. */
async function sellOut(till: Till, shards: number): Promise<number> {
  await till.reshard(shards)
  for (let sold = 0; ; sold++) if ((await till.order(1_000 + sold, 'hold', 1)) !== 'done') return sold
}

const shop = 1
function fake(seed: number, faults: Faults) {
  const random = createRandom(`flash sale ${seed}`)
  const clock = createVirtualClock({ random: random.fork('clock'), startMs: 0, eventsMax: 200_000 })
  const database = createFakeDatabase({ clock, random: random.fork('database'), faults })
  const context: Committer = { db: database, pause: (upToMs) => clock.sleep(random.int(upToMs)) }
  const stock = () => {
    const [counted] = countAll(database.tables.items('catalog'), shop)
    if (!counted) throw new Error('There is a stock')
    return counted
  }
  return { clock, context, database, stock, pause: () => clock.sleep(random.int(60)) }
}

/** Holds every moment to the invariants, and every "too few" to a moment of the request at which there were. */
function watched({ database, stock }: ReturnType<typeof fake>) {
  const broken: string[] = []
  /** Of every request under way, the fewest units that there were on hand since it began. */
  const asking = new Set<{ onHand: number }>()
  database.onChange(({ key }) => {
    if (key.table !== 'catalog') return
    try {
      const now = stock()
      assertStockAddsUp(now)
      if (now.parts.shards.length > now.parts.main.shards) broken.push('a shard that nobody knows of')
      for (const least of asking) least.onHand = Math.min(least.onHand, now.onHand)
    } catch (error) {
      broken.push(String(error))
    }
  })
  const refused: Refused = async (way, quantity, ask) => {
    const least = { onHand: stock().onHand }
    asking.add(least)
    const told = await ask()
    asking.delete(least)
    const takesFromSale = way === 'hold' || way === 'sell_again' || way === 'write_off'
    if (told === 'too_few' && (!takesFromSale || least.onHand >= quantity))
      broken.push(`${way} of ${quantity} was told too few`)
    return told
  }
  return { broken, refused }
}

describe('in any order, with conflicts, lost answers and slow ways', () => {
  test('spread stock adds up after every step, is never negative, and nobody is told too few who could have had it', async () => {
    let spreadTakes = 0
    await fc.assert(
      fc.asyncProperty(history, async (each) => {
        const world = fake(each.seed, { ...usualFaults, slow: 0.1, slowMaxMs: 200 })
        const till = openTill(world.context, shop)
        await world.clock.run(async () => {
          await till.open()
          const { broken, refused } = watched(world)
          const expected = await live(till, each, world.pause, refused)
          spreadTakes += world.stock().parts.shards.filter(({ held, sold }) => held + sold > 0).length
          expect(broken).toEqual([])
          expect(countersOf(world.stock())).toEqual(expected)
          await till.reshard(0)
          expect(world.stock().parts).toMatchObject({ main: { mode: 'plain', ...expected }, shards: [] })
        })
      }),
      { numRuns: 150 },
    )
    expect(spreadTakes).toBeGreaterThan(0)
  }, 60_000)

  test('every last unit of spread stock is sold, and not one more', async () => {
    const some = fc.record({ seed: fc.integer(), units: fc.nat(12), shards: fc.integer({ min: 1, max: shardsMax }) })
    await fc.assert(
      fc.asyncProperty(some, async ({ seed, units, shards }) => {
        const world = fake(seed, usualFaults)
        const till = openTill(world.context, shop)
        await world.clock.run(async () => {
          await till.open()
          if (units > 0) await till.move(1, 'receive', units)
          expect(await sellOut(till, shards)).toBe(units)
          expect(world.stock()).toMatchObject({ onHand: 0, held: units })
        })
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

/** Nothing goes wrong by itself here. */
function calm() {
  const world = fake(1, noFaults)
  return { ...world, till: openTill(world.context, shop) }
}

test('one order takes the last units out of several shards at once, and gives all of them back', async () => {
  const { clock, till, stock } = calm()
  await clock.run(async () => {
    await till.open()
    await till.move(1, 'receive', 7)
    await till.reshard(4)
    expect(stock().parts.shards.map(({ onHand }) => onHand)).toEqual([2, 2, 2, 1])
    expect(await till.order(1, 'hold', 7)).toBe('done')
    expect(await till.order(2, 'hold', 1)).toBe('too_few')
    await till.order(1, 'release', 7)
    expect(countersOf(stock())).toEqual({ received: 7, writtenOff: 0, onHand: 7, held: 0, sold: 0 })
  })
})

test('an order that fits in one shard writes to one, and many orders to many', async () => {
  const { clock, database, till, stock } = calm()
  await clock.run(async () => {
    await till.open()
    await till.move(1, 'receive', 400)
    await till.reshard(4)
    const touched: string[] = []
    database.onChange(({ key }) => key.table === 'catalog' && touched.push(`${key.pk} ${key.sk}`))
    for (let number = 1; number <= 40; number++) await till.order(number, 'hold', 2)
    expect(touched).toHaveLength(40)
    expect(touched.filter((key) => key.includes('STOCK#') && key.endsWith('SHARD'))).toHaveLength(40)
    expect(Math.min(...stock().parts.shards.map(({ held }) => held))).toBeGreaterThan(0)
  })
})

test('units that come in during a sale go to the shards, evenly', async () => {
  const { clock, till, stock } = calm()
  await clock.run(async () => {
    await till.open()
    await till.reshard(3)
    await till.move(1, 'receive', 8)
    expect(stock().parts.shards.map(({ onHand }) => onHand)).toEqual([3, 3, 2])
    expect(stock().parts.main).toMatchObject({ received: 8, onHand: 0 })
  })
})

test('units held before the sale began are paid, and given back, during it and after it', async () => {
  const { clock, till, stock } = calm()
  await clock.run(async () => {
    await till.open()
    await till.move(1, 'receive', 5)
    await till.order(1, 'hold', 2)
    await till.order(2, 'hold', 1)
    await till.reshard(3)
    expect(await till.order(1, 'sell', 2)).toBe('done')
    await till.reshard(0)
    expect(await till.order(2, 'release', 1)).toBe('done')
    expect(await till.order(1, 'take_back', 2)).toBe('done')
    expect(countersOf(stock())).toEqual({ received: 5, writtenOff: 0, onHand: 5, held: 0, sold: 0 })
  })
})

/** A database that fails at the transaction of that number, as a process does that ends there. */
function endingAt(db: Database, last: number): Database {
  let sent = 0
  return {
    ...db,
    transact: (writes) => {
      if (++sent > last) throw new Error('The process has ended')
      return db.transact(writes)
    },
  }
}

test('who spreads or folds and crashes after any step leaves stock that is sold, and calls again', async () => {
  for (let last = 0; last < 8; last++) {
    const { clock, context, till, stock } = calm()
    await clock.run(async () => {
      await till.open()
      await till.move(1, 'receive', 6)
      await till.reshard(3)
      await till.order(1, 'hold', 1)
      const dying = openTill({ ...context, db: endingAt(context.db, last) }, shop)
      const outcome = await dying.reshard(5).then(() => 'done', String)
      expect(outcome).toBe(last < 6 ? 'Error: The process has ended' : 'done')
      expect(await till.order(2, 'hold', 4)).toBe('done')
      await till.reshard(0)
      expect(stock().parts.main.mode).toBe('plain')
      expect(countersOf(stock())).toEqual({ received: 6, writtenOff: 0, onHand: 1, held: 5, sold: 0 })
    })
  }
})

test('orders that come at once wait for each other less than half as long where stock is spread', async () => {
  const elapsedMs = async (shards: number) => {
    const { clock, context } = fake(1, { ...noFaults, latencyMaxMs: 12 })
    const till = openTill(context, shop)
    return clock.run(async () => {
      await till.open()
      await till.move(1, 'receive', 300)
      await till.reshard(shards)
      const startMs = clock.nowMs()
      await Promise.all(Array.from({ length: 300 }, (_, at) => till.order(at + 1, 'hold', 1)))
      return clock.nowMs() - startMs
    })
  }
  expect((await elapsedMs(0)) / (await elapsedMs(shardsMax))).toBeGreaterThan(2)
})

test.each(['start_folding', 'end'] as const)(
  'the step "%s" that somebody decided on before another spreading is refused after it',
  async (kind) => {
    const { clock, context, till, stock } = calm()
    await clock.run(async () => {
      await till.open()
      await till.move(1, 'receive', 6)
      await till.reshard(3)
      const before = stock().parts
      const decided = kind === 'end' ? { ...before, main: { ...before.main, mode: 'folding' as const } } : before
      await till.reshard(0)
      await till.reshard(3)
      if (kind === 'end') await context.db.transact(flashStepWrites(stock().parts, { kind: 'start_folding' }))
      const outcome = await context.db.transact(flashStepWrites(decided, { kind }))
      expect(outcome.kind).toBe('refused')
      expect(stock()).toMatchObject({ onHand: 6, parts: { main: { shards: 3 } } })
    })
  },
)

test('an order of more shards than one transaction can write has them put together first', async () => {
  const variants = 8
  const world = fake(1, noFaults)
  const till = openTill(world.context, shop, variants)
  expect(variants * shardsMax).toBeGreaterThan(stockWritesMax)
  await world.clock.run(async () => {
    await till.open()
    for (let at = 0; at < variants; at++) await till.move(at + 1, 'receive', shardsMax, at)
    await till.reshard(shardsMax)
    expect(await till.order(1, 'hold', shardsMax)).toBe('done')
    expect(await till.order(1, 'sell', shardsMax)).toBe('done')
    const counted = countAll(world.database.tables.items('catalog'), shop)
    expect(counted.map(({ onHand, sold }) => [onHand, sold])).toEqual(counted.map(() => [0, shardsMax]))
    // The sale goes on: asked for again, it has its shards again.
    await till.reshard(shardsMax)
    await till.move(100, 'receive', shardsMax)
    expect(await till.order(2, 'hold', 1)).toBe('too_few')
  })
})

describe('on the database engine', () => {
  let engine: EmbeddedDatabase
  let shops = 0
  beforeAll(async () => {
    engine = await startEmbeddedDatabase()
  })
  afterAll(() => engine.close())

  test('orders, moves, spreading and folding at once leave every unit where its order is, and the last one is sold', async () => {
    const pause = (upToMs = 4) =>
      new Promise<void>((resolve) => setTimeout(resolve, Math.random() * Math.min(upToMs, 4)))
    const context: Committer = { db: engine.database, pause }
    await fc.assert(
      fc.asyncProperty(history, async (each) => {
        const number = ++shops
        const database = databaseOf(engine.client, engine.tables)
        const till = openTill(context, number)
        const expected = await live(till, each, pause, (_way, _quantity, ask) => ask())
        const counted = async () => countAll(await database.items('catalog'), number).map(countersOf)
        expect(await counted()).toEqual([expected])
        expect(await sellOut(till, 3)).toBe(expected.onHand)
        await till.reshard(0)
        expect(await counted()).toEqual([{ ...expected, onHand: 0, held: expected.held + expected.onHand }])
      }),
      { numRuns: 5 },
    )
  }, 60_000)
})
