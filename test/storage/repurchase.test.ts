import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Scope, scopeKinds, shopScope } from '../../domain/repurchase/cells.ts'
import { scopeFigures } from '../../domain/repurchase/figures.ts'
import { isPurchase } from '../../domain/repurchase/history.ts'
import { historyWeightMax, weigh } from '../../domain/repurchase/history-weight.ts'
import { cohortFigures, monthFigures } from '../../domain/repurchase/month-figures.ts'
import { applyPurchases } from '../../functions/repurchase/apply-purchase.ts'
import {
  cellsPrefix,
  inTransactions,
  mergeUpdates,
  platformOwner,
  shardsOf,
  updateWrites,
} from '../../functions/repurchase/cell-place.ts'
import { loadMonths, loadSeries } from '../../functions/repurchase/cell-store.ts'
import { listCustomers } from '../../functions/repurchase/customer-list.ts'
import { updatesPerTransaction } from '../../functions/repurchase/fold.ts'
import { decodePurchases, encodePurchases } from '../../functions/repurchase/history-encoding.ts'
import { loadHistory } from '../../functions/repurchase/history-store.ts'
import { loadProducts } from '../../functions/repurchase/load-products.ts'
import { repairDrift } from '../../functions/repurchase/measure-drift.ts'
import { driftOf, rebuildCells, rebuildHistories, storedCells, toldBy } from '../../functions/repurchase/rebuild.ts'
import { assertTransaction } from '../../functions/shared/dynamo-database.ts'
import { type Reader, updateAttributesMax } from '../../functions/shared/storage.ts'
import { usualFaults } from '../../simulate/faults.ts'
import {
  customerId,
  deliveries,
  imported,
  productId,
  purchase,
  referrerId,
  seriesFrom,
  shopId,
} from '../domain/repurchase/purchases.ts'
import { applyAll, createWorld, untilApplied, type World } from './repurchase-world.ts'

const histories = (events: readonly ReturnType<typeof purchase>[]) => rebuildHistories(events.map(toldBy))
const drift = (world: World, events: readonly ReturnType<typeof purchase>[]) =>
  driftOf(storedCells(world.items()), rebuildCells(histories(events)))

test('a repeated or overruled event writes nothing', async () => {
  const world = createWorld()
  await applyAll(world, [purchase({ eventNumber: 3, netPaidFen: 40 })])
  const before = JSON.stringify(world.items())
  await applyAll(world, [purchase({ eventNumber: 3, netPaidFen: 40 }), purchase({ eventNumber: 2, netPaidFen: 100 })])
  expect(JSON.stringify(world.items())).toBe(before)
})

test('a history is read as it was written', async () => {
  const world = createWorld()
  const events = [purchase({ order: 1, introducer: 2, excluded: true }), purchase({ order: 2, netPaidFen: 0 })]
  await applyAll(world, events)
  expect(await loadHistory(world.db, shopId(), customerId(1))).toMatchObject({
    history: histories(events)[0],
    version: 2,
    folded: 0,
  })
})

const purchases = fc.array(
  fc.record({
    orderId: fc.string({ minLength: 1, maxLength: 64, unit: fc.constantFrom('a', ' ', '茶', '#', ':', '~') }),
    at: fc.option(fc.constant('2026-03-01T04:05:06.789Z'), { nil: null }),
    channel: fc.option(fc.constantFrom('group', '朋友圈'), { nil: null }),
    excluded: fc.boolean(),
    imported: fc.boolean(),
    netPaidFen: fc.integer({ min: 0, max: 1_000_000_000 }),
    lines: fc.array(
      fc.record({
        productId: fc.constantFrom('CD', '茶/100#g', 'x:y'),
        quantity: fc.integer({ min: 0, max: 1_000_000 }),
        netFen: fc.integer({ min: 0, max: 1_000_000_000 }),
        nonGoods: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
  }),
)

test('purchases are decoded as they were encoded, and weigh no more than is reckoned', () => {
  fc.assert(
    fc.property(purchases, (facts) => {
      const list = facts.map((each) => imported(each.orderId, '2026-03-01', { ...each, eventNumber: 999_999 }))
      const encoded = encodePurchases(list)
      expect(decodePurchases(encoded)).toEqual(list)
      // As DynamoDB weighs it: each string of a list one byte more than its UTF-8.
      const bytes = [...encoded.texts, ...encoded.purchases].reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0)
      expect(bytes).toBeLessThanOrEqual(weigh(list))
    }),
  )
  expect(historyWeightMax).toBeLessThan(399 * 1024)
})

test('stored cells equal rebuilt cells, with consumers at once, conflicts, lost answers and redelivery', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, fc.nat().map(String), async (events, seed) => {
      const world = createWorld(usualFaults, seed)
      await world.clock.run(() => Promise.all(events.map((stored) => untilApplied(world, stored))))
      expect(drift(world, events)).toEqual([])
    }),
    { numRuns: 30 },
  )
})

const scopes: readonly Scope[] = [
  shopScope,
  { kind: 'channel', id: 'group' },
  { kind: 'referrer', id: referrerId(1) },
  { kind: 'product', id: productId(2) },
]

test('what is read as of any day, in any scope, is what the histories give', async () => {
  const day = fc
    .integer({ min: 0, max: 500 })
    .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10))
  await fc.assert(
    fc.asyncProperty(deliveries, day, async (events, asOf) => {
      const world = createWorld()
      await applyAll(world, events)
      const ofShop = histories(events).filter((history) => history.shopId === shopId())
      for (const scope of scopes) {
        const series = await loadSeries(world.db, shopId(), scope, asOf)
        const should = seriesFrom(ofShop, asOf, scope)
        expect(scopeFigures(series)).toEqual(scopeFigures(should))
        const months = await loadMonths(world.db, shopId(), scope, asOf)
        expect([monthFigures(months), cohortFigures(months)]).toEqual([monthFigures(should), cohortFigures(should)])
      }
      const platform = { kind: 'platform', id: '' } as const
      expect(scopeFigures(await loadSeries(world.db, shopId(), platform, asOf))).toEqual(
        scopeFigures(seriesFrom(histories(events), asOf, platform)),
      )
    }),
    { numRuns: 15 },
  )
})

test('products are listed by their repeat buyers as of the day, with the cycle of all gaps up to it', async () => {
  const world = createWorld()
  const days = ['01-05', '01-15', '01-25', '02-04', '02-14', '02-24', '03-06', '03-16', '03-26', '04-05', '04-15']
  await applyAll(
    world,
    days.map((day, at) => purchase({ order: at + 1, day: `2026-${day}`, products: at < 2 ? [1, 2] : [2] })),
  )
  const { products, isComplete } = await loadProducts(world.db, shopId(), '2026-04-15', 50)
  expect(isComplete).toBe(true)
  expect(products).toMatchObject([
    { productId: productId(1), buyers: 1, repeatBuyers: 1, units: 2, cycle: null },
    { productId: productId(2), buyers: 1, repeatBuyers: 1, units: 11, cycle: { n: 10, median: 10 } },
  ])
  const earlier = await loadProducts(world.db, shopId(), '2026-01-14', 50)
  expect(earlier.products.map(({ repeatBuyers }) => repeatBuyers)).toEqual([0, 0])
  expect((await loadProducts(world.db, shopId(), '2026-04-15', 1)).products).toHaveLength(1)
})

const manyDays = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    imported(`order ${at}`, new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10)),
  )

test('a change that no transaction holds is folded by several, each once, even when they fail in between', async () => {
  const world = createWorld()
  const list = manyDays(200)
  let isBroken = false
  let sent = 0
  const db = {
    ...world.db,
    transact: (writes: Parameters<typeof world.db.transact>[0]) => {
      if (isBroken) throw new Error('The function was ended')
      isBroken = true
      sent++
      return world.db.transact(writes)
    },
  }
  const untilDone = async (): Promise<void> => {
    try {
      await applyPurchases({ ...world.context, db }, shopId(), customerId(1), list)
    } catch {
      isBroken = false
      await untilDone()
    }
  }
  await untilDone()
  const { history, folded } = await loadHistory(world.db, shopId(), customerId(1))
  expect(history.purchases).toHaveLength(200)
  expect(folded).toBe(0)
  expect(sent).toBeGreaterThan(400 / updatesPerTransaction)
  expect(world.items().filter(({ sk }) => sk === 'BEFORE')).toEqual([])
  expect(driftOf(storedCells(world.items()), rebuildCells([history]))).toEqual([])
})

test('more figures of an item than one update may change are reached by several, of a purchase and of a repair', async () => {
  const world = createWorld()
  const list = Array.from({ length: 3 * updateAttributesMax }, (_, at) => imported(`order ${at}`, '2025-01-01'))
  await applyPurchases(world.context, shopId(), customerId(1), list)
  const { history } = await loadHistory(world.db, shopId(), customerId(1))
  expect(driftOf(storedCells(world.items()), rebuildCells([history]))).toEqual([])
  const own = [...rebuildCells([history])].filter(([cell]) => !cell.startsWith(`${cellsPrefix}#${platformOwner}#`))
  const cells = own.map(([cell, should]) => ({ cell, is: 0, should }))
  expect(await repairDrift(createWorld().context, cells)).toBe(cells.length)
})

test('what goes into one transaction never touches an item twice, and all of it goes in', () => {
  const updates = fc.uniqueArray(
    fc.record({ sk: fc.integer({ min: 0, max: 30 }), figures: fc.integer({ min: 1, max: 4 * updateAttributesMax }) }),
    { selector: ({ sk }) => sk },
  )
  fc.assert(
    fc.property(updates, fc.integer({ min: 1, max: 5 }), (items, updatesMax) => {
      const list = items.map(({ sk, figures }) => ({
        key: { table: 'repurchase', pk: 'p', sk: String(sk) } as const,
        add: Object.fromEntries(Array.from({ length: figures }, (_, at) => [`orders.${at + 1}`, at + 1])),
      }))
      const transactions = inTransactions(list, updatesMax)
      for (const some of transactions) {
        expect(some.length).toBeLessThanOrEqual(updatesMax)
        assertTransaction(updateWrites(some))
      }
      expect(mergeUpdates(transactions.flat())).toEqual(mergeUpdates(list))
    }),
    { numRuns: 30 },
  )
})

test('the refund of a first purchase moves all that came after it, however much it is', async () => {
  const world = createWorld()
  const list = manyDays(150)
  const [first] = list
  if (first === undefined) throw new Error('No first purchase')
  await applyPurchases(world.context, shopId(), customerId(1), list)
  const lines = first.lines.map((line) => ({ ...line, quantity: 0, netFen: 0 }))
  const refunded = { ...first, eventNumber: 2, netPaidFen: 0, lines }
  await applyPurchases(world.context, shopId(), customerId(1), [refunded])
  const { history } = await loadHistory(world.db, shopId(), customerId(1))
  expect(history.purchases.filter(isPurchase)).toHaveLength(149)
  expect(driftOf(storedCells(world.items()), rebuildCells([history]))).toEqual([])
})

test('customers are listed by what they are, and leave the list when nothing of theirs counts', async () => {
  const world = createWorld()
  await applyAll(world, [
    purchase({ order: 1, customer: 1, day: '2026-03-01' }),
    purchase({ order: 2, customer: 1, day: '2026-03-02' }),
    purchase({ order: 3, customer: 2 }),
    purchase({ order: 4, customer: 2 }),
    purchase({ order: 5, customer: 3 }),
    purchase({ order: 6, customer: 4 }),
    purchase({ order: 6, customer: 4, eventNumber: 2, netPaidFen: 0 }),
  ])
  const of = async (tier: Parameters<typeof listCustomers>[2]) =>
    (await listCustomers(world.db, shopId(), tier, { limit: 10 })).customerIds
  expect(await of('customers')).toEqual([1, 2, 3].map(customerId))
  expect(await of('repeatCustomersByOrder')).toEqual([1, 2].map(customerId))
  expect(await of('repeatCustomersByDay')).toEqual([customerId(1)])
})

test('the cells of a shop and of the platform spread over all of their shards', async () => {
  const world = createWorld()
  await applyAll(
    world,
    Array.from({ length: 200 }, (_, at) => purchase({ order: at + 1, customer: at + 1 })),
  )
  for (const kind of scopeKinds.slice(0, 2)) {
    const items = world.items().filter(({ pk }) => pk.includes(`#${kind}#`) && pk.endsWith('#months'))
    expect(items).toHaveLength(shardsOf[kind])
    for (const item of items) expect(item['orders.1']).toBeGreaterThan(200 / shardsOf[kind] / 4)
  }
})

test('reading the figures costs the same reads with two customers as with two hundred', async () => {
  const readsWith = async (customers: number) => {
    const world = createWorld()
    for (let customer = 1; customer <= customers; customer++)
      await applyAll(
        world,
        ['2026-01-02', '2026-03-20'].map((day, at) => purchase({ order: customer * 2 + at, customer, day })),
      )
    let reads = 0
    const counting: Reader = {
      ...world.db,
      query: (range) => {
        reads++
        expect(range.isEventual, 'half the price').toBe(true)
        return world.db.query(range)
      },
    }
    const series = await loadSeries(counting, shopId(), shopScope, '2026-03-31')
    expect(scopeFigures(series).customers).toBe(customers)
    return reads
  }
  expect(await readsWith(200)).toBe(await readsWith(2))
})

test('a purchase for which a history has no room is left out and logged', async () => {
  const world = createWorld()
  const lines = Array.from({ length: 500 }, (_, at) => ({
    productId: `${'p'.repeat(60)}${at}`,
    quantity: 1,
    netFen: 1,
    nonGoods: true,
  }))
  const list = Array.from({ length: 40 }, (_, at) => imported(`order ${at}`, '2026-03-01', { lines }))
  await applyPurchases(world.context, shopId(), customerId(1), list)
  const { history } = await loadHistory(world.db, shopId(), customerId(1))
  expect(history.purchases.length).toBeLessThan(40)
  expect(world.errors).toHaveLength(40 - history.purchases.length)
  expect(world.errors[0]).toBe('purchase left out: the history is full')
  expect(driftOf(storedCells(world.items()), rebuildCells([history]))).toEqual([])
})
