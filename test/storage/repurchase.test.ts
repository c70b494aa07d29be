import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cells, cellParts } from '../../domain/repurchase/contributions.ts'
import { purchasesMax } from '../../domain/repurchase/history.ts'
import { cellWrites, loadFigures, runningCells, shopShards } from '../../functions/repurchase/cell-store.ts'
import { historyWrite, loadHistory } from '../../functions/repurchase/history-store.ts'
import { rebuildCells, rebuildHistories } from '../../functions/repurchase/rebuild.ts'
import type { Reader } from '../../functions/shared/storage.ts'
import { usualFaults } from '../../simulate/faults.ts'
import { customerId, deliveries, purchase, referrerId, shopId } from '../domain/repurchase/purchases.ts'
import { applyAll, createWorld, untilApplied } from './repurchase-world.ts'

/** As a plain object, without shops that have no cells. */
const plain = (shops: Map<string, Cells>) =>
  Object.fromEntries([...shops].filter(([, cells]) => cells.size > 0).map(([id, cells]) => [id, new Map(cells)]))

test('what a purchase changes is in the figures of the shop and of the referrer', async () => {
  const world = createWorld()
  await applyAll(world, [
    purchase({ order: 1, introducer: 1, netPaidFen: 700 }),
    purchase({ order: 2, introducer: 1, netPaidFen: 300, day: '2026-07-01' }),
    purchase({ order: 3, customer: 2, netPaidFen: 50 }),
  ])
  expect(Object.fromEntries(await loadFigures(world.db, shopId(), referrerId(1)))).toEqual({
    customers: 1,
    orders: 2,
    purchaseDays: 2,
    amountFen: 1000,
    repeatCustomersByOrder: 1,
    repeatCustomersByDay: 1,
    'secondPurchase.122': 1,
  })
  const ofShop = await loadFigures(world.db, shopId(), 'shop')
  expect(ofShop.get('customers')).toBe(2)
  expect(ofShop.get('amountFen')).toBe(1050)
  expect((await loadFigures(world.db, shopId(2), 'shop')).size).toBe(0)
})

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
  expect(await loadHistory(world.db, shopId(), customerId(1))).toEqual({
    history: rebuildHistories(events)[0],
    version: 2,
  })
})

test('running cells equal rebuilt cells, with consumers at once, conflicts, lost answers and redelivery', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, fc.nat().map(String), async (events, seed) => {
      const world = createWorld(usualFaults, seed)
      await world.clock.run(() => Promise.all(events.map((stored) => untilApplied(world, stored))))
      expect(plain(runningCells(world.items()))).toEqual(plain(rebuildCells(rebuildHistories(events))))
    }),
    { numRuns: 60 },
  )
})

test('the figures read are the sum of the cells stored', async () => {
  const world = createWorld()
  const events = Array.from({ length: 80 }, (_, at) =>
    purchase({ order: at + 1, customer: at % 30, day: `2026-0${1 + (at % 7)}-1${at % 9}`, netPaidFen: at + 1 }),
  )
  await applyAll(world, events)
  const rebuilt = rebuildCells(rebuildHistories(events)).get(shopId()) ?? new Map()
  const figures = new Map([...rebuilt].map(([cell, value]) => [cellParts(cell).figure, value]))
  expect(await loadFigures(world.db, shopId(), 'shop')).toEqual(figures)
})

test('the customers of a shop spread over all of its shards', async () => {
  const world = createWorld()
  await applyAll(
    world,
    Array.from({ length: 200 }, (_, at) => purchase({ order: at + 1, customer: at + 1 })),
  )
  const totals = world.items().filter((item) => item.sk === 'TOTALS')
  expect(totals).toHaveLength(shopShards)
  for (const item of totals) expect(item.customers).toBeGreaterThan(200 / shopShards / 3)
})

test('reading the figures costs the same reads with two customers as with two hundred', async () => {
  const readsWith = async (customers: number) => {
    const world = createWorld()
    const customersDays = Array.from({ length: customers }, (_, at) => [at + 1, '2026-01-02', '2026-03-20'] as const)
    await applyAll(
      world,
      customersDays.flatMap(([customer, ...days]) =>
        days.map((day, at) => purchase({ order: customer * 2 + at, customer, day })),
      ),
    )
    let reads = 0
    const counting: Reader = {
      ...world.db,
      query: (range) => {
        reads++
        return world.db.query(range)
      },
    }
    expect((await loadFigures(counting, shopId(), 'shop')).get('customers')).toBe(customers)
    return reads
  }
  expect(await readsWith(2)).toBe(shopShards)
  expect(await readsWith(200)).toBe(shopShards)
})

test('a history that is full fits into an item', () => {
  const purchases = Array.from({ length: purchasesMax }, (_, at) => {
    const facts = { order: at + 1, eventNumber: 999_999, netPaidFen: 1_000_000_000, introducer: 1, excluded: true }
    const { eventNumber, event } = purchase(facts)
    return { ...event, eventNumber }
  })
  const write = historyWrite({ shopId: shopId(), customerId: customerId(1), purchases }, 1)
  // As DynamoDB weighs it: each string one byte more than its UTF-8, the rest far below the margin.
  const stored = write.kind === 'replace' && Array.isArray(write.attributes.purchases) ? write.attributes.purchases : []
  expect(stored).toHaveLength(purchasesMax)
  expect(stored.reduce((bytes, text) => bytes + Buffer.byteLength(String(text)) + 1, 0)).toBeLessThan(399 * 1024)
})

test('a purchase for which a history has no room is left out and logged', async () => {
  const world = createWorld()
  const purchases = Array.from({ length: purchasesMax }, (_, at) => {
    const { eventNumber, event } = purchase({ order: at + 1 })
    return { ...event, eventNumber }
  })
  await world.db.transact([historyWrite({ shopId: shopId(), customerId: customerId(1), purchases }, 0)])
  await applyAll(world, [purchase({ order: purchasesMax + 1 })])
  expect(world.errors).toEqual(['purchase left out: the history is full'])
  expect(runningCells(world.items()).size).toBe(0)
})

test('a change touches each item of cells once', () => {
  const changes: Cells = new Map([
    ['shop/customers', 1],
    ['shop/orders', 2],
    ['shop/secondPurchase.7', 1],
    ['shop/secondPurchase.99', -1],
    ['shop/secondPurchase.100', 1],
  ])
  const writes = cellWrites(shopId(), customerId(1), changes)
  expect(writes.map(({ key }) => key.sk)).toEqual(['TOTALS', 'SECOND#000000', 'SECOND#000100'])
  expect(writes[1]).toMatchObject({ kind: 'update', add: { d7: 1, d99: -1 } })
})
