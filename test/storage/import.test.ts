import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shopScope } from '../../domain/repurchase/cells.ts'
import { scopeFigures } from '../../domain/repurchase/figures.ts'
import { guestOf } from '../../domain/repurchase/guest.ts'
import { noPurchases, type PurchaseHistory, record } from '../../domain/repurchase/history.ts'
import { yuanText } from '../../domain/shared/fen.ts'
import { applyPurchase } from '../../functions/repurchase/apply-purchase.ts'
import { loadSeries } from '../../functions/repurchase/cell-store.ts'
import { listCustomers } from '../../functions/repurchase/customer-list.ts'
import { loadHistory } from '../../functions/repurchase/history-store.ts'
import { BadHeader } from '../../functions/repurchase/import/import-file.ts'
import { listRefused } from '../../functions/repurchase/import/import-store.ts'
import { nextAttempt } from '../../functions/repurchase/import/next-attempt.ts'
import { toldByImports } from '../../functions/repurchase/import/told-by-imports.ts'
import { measureDrift } from '../../functions/repurchase/measure-drift.ts'
import { driftOf, rebuildCells, rebuildHistories, storedCells, type Told } from '../../functions/repurchase/rebuild.ts'
import { updateAttributesMax } from '../../functions/shared/storage.ts'
import { customerId, imported, purchase, shopId } from '../domain/repurchase/purchases.ts'
import { Crash, createImportWorld, type ImportWorld, importOnce, importText } from './import-world.ts'

const orderHeader = 'order_id,customer_id,product_id,quantity,amount,timestamp'
const refundHeader = 'order_id,product_id,quantity,refund_id,customer_id,timestamp'
const fileOf = (header: string, lines: readonly string[]) => [header, ...lines, ''].join('\n')

type Line = { readonly product: number; readonly quantity: number; readonly unitFen: number; readonly back: number }
type Order = { readonly customer: number; readonly day: string; readonly lines: readonly Line[] }

const orders: fc.Arbitrary<Order[]> = fc.array(
  fc.record({
    /** 0: nobody, a guest. */
    customer: fc.integer({ min: 0, max: 6 }),
    day: fc
      .integer({ min: 0, max: 90 })
      .map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10)),
    lines: fc.uniqueArray(
      fc
        .record({
          product: fc.integer({ min: 1, max: 4 }),
          quantity: fc.integer({ min: 1, max: 3 }),
          unitFen: fc.nat(999),
        })
        .chain((line) => fc.integer({ min: 0, max: line.quantity }).map((back) => ({ ...line, back }))),
      { minLength: 1, maxLength: 3, selector: ({ product }) => product },
    ),
  }),
  { minLength: 1, maxLength: 15 },
)

const nameOf = (customer: number) => (customer === 0 ? '' : `c ${customer}`)
const orderLines = (list: readonly Order[]) =>
  list.flatMap(({ customer, day, lines }, at) =>
    lines.map(
      ({ product, quantity, unitFen }) =>
        `O${at},${nameOf(customer)},茶#${product},${quantity},${yuanText(quantity * unitFen)},${day}`,
    ),
  )
/** Units come back one by one. */
const refundLines = (list: readonly Order[]) =>
  list.flatMap(({ customer, day, lines }, at) =>
    lines.flatMap(({ product, back }) =>
      Array.from({ length: back }, (_, unit) => `O${at},茶#${product},1,R${at}-${unit},${nameOf(customer)},${day}`),
    ),
  )

/** What the orders are as purchases, made without the import's own code. */
function historiesOf(list: readonly Order[]): PurchaseHistory[] {
  const histories = new Map<string, PurchaseHistory>()
  for (const [at, { customer, day, lines }] of list.entries()) {
    const kept = lines.map(({ product, quantity, unitFen, back }) => ({
      productId: `茶#${product}`,
      quantity: quantity - back,
      netFen: (quantity - back) * unitFen,
      nonGoods: false,
    }))
    const netPaidFen = kept.reduce((sum, { netFen }) => sum + netFen, 0)
    const whose = customer === 0 ? guestOf(`O${at}`) : nameOf(customer)
    const before = histories.get(whose) ?? noPurchases(shopId(), whose)
    const after = record(before, imported(`O${at}`, day, { lines: kept, netPaidFen }))
    if (typeof after !== 'string') histories.set(whose, after)
  }
  return [...histories.values()]
}

const drift = (world: ImportWorld, list: readonly Order[]) =>
  driftOf(storedCells(world.items()), rebuildCells(historiesOf(list)))
const cellsOf = (world: ImportWorld) => [...storedCells(world.items())].sort()

/** What a rebuild has of a past that was imported. */
async function keptPurchases(world: ImportWorld): Promise<Told[]> {
  const told: Told[] = []
  for await (const each of toldByImports(world.db, shopId())) told.push(each)
  return told
}

/** Every line twice, in any order. */
const twice = (lines: readonly string[]) => fc.shuffledSubarray([...lines, ...lines], { minLength: lines.length * 2 })
const crashes = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('before', 'after')), {
  maxLength: 8,
})

test('in any order, with every row twice, in chunks of any size and through crashes, a file gives the figures of its orders', async () => {
  const files = orders.chain((list) =>
    fc.record({ list: fc.constant(list), bought: twice(orderLines(list)), returned: twice(refundLines(list)) }),
  )
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 40 }), crashes, async (files, rowsPerChunk, crashing) => {
      const { list, bought, returned } = files
      const world = createImportWorld()
      for (const [at, when] of crashing) world.crashes.set(at, when as 'before' | 'after')
      const text = fileOf(orderHeader, bought)
      expect(await importText(world, { text, rowsPerChunk })).toMatchObject({
        isDone: true,
        rows: bought.length,
        orders: list.length,
        refused: 0,
      })
      expect(
        drift(
          world,
          list.map((order) => ({ ...order, lines: order.lines.map((line) => ({ ...line, back: 0 })) })),
        ),
      ).toEqual([])
      const refunds = fileOf(refundHeader, returned)
      expect(await importText(world, { text: refunds, kind: 'refunds', rowsPerChunk })).toMatchObject({ refused: 0 })
      expect(drift(world, list)).toEqual([])
      expect(driftOf(storedCells(world.items()), rebuildCells(rebuildHistories(await keptPurchases(world))))).toEqual(
        [],
      )
    }),
    { numRuns: 40 },
  )
})

test('the same file again changes nothing, and its rows in another file change no figure', async () => {
  const list = fc.sample(orders, { numRuns: 1, seed: 7 })[0] ?? []
  const world = createImportWorld()
  const text = fileOf(orderHeader, orderLines(list))
  const first = await importText(world, { text })
  const before = JSON.stringify(world.items())
  expect(await importText(world, { text })).toEqual(first)
  expect(JSON.stringify(world.items())).toBe(before)
  const cells = cellsOf(world)
  const other = fileOf(orderHeader, orderLines(list).reverse())
  expect(await importText(world, { text: other })).toMatchObject({ orders: 0, refused: 0 })
  expect(cellsOf(world)).toEqual(cells)
})

test('an import that was killed and left so shows no drift: what it had noted is brought into the cells first', async () => {
  const list = fc.sample(orders, { numRuns: 1, seed: 3 })[0] ?? []
  for (let at = 2; ; at++) {
    const world = createImportWorld()
    world.crashes.set(at, 'after')
    const outcome = await importOnce(world, { text: fileOf(orderHeader, orderLines(list)) }).catch((error) => error)
    if (!(outcome instanceof Crash)) break
    const { drift: found, orders: there } = await measureDrift({ ...world.context, db: world.db }, shopId())
    expect(found).toEqual([])
    expect(await measureDrift({ ...world.context, db: world.db }, shopId())).toMatchObject({ drift: [], orders: there })
    expect([0, list.length]).toContain(there)
  }
})

async function refusedOf(world: ImportWorld, importId: string) {
  const lines = []
  for await (const some of listRefused(world.db, shopId(), importId)) lines.push(...some)
  return lines
}

test('what cannot be taken in is told with its line and reason, also across chunks, and the rest is taken in', async () => {
  const world = createImportWorld()
  const text = [
    `\ufeff${orderHeader}`,
    'A,c1,tea,1,10.00,2024-01-01',
    'A,c2,cup,1,5.00,2024-01-01',
    '"B","c1","te""a",2,"1.005",2024-01-02',
    '',
    'A,c1,cup,1,5.00,2024-01-03',
    'A,c2,pot,1,5.00,2024-01-01',
    'C,c3,tea,x,5.00,2024-01-01',
    'D,c4,tea,1,5.00',
    'E,c"5,tea,1,5.00,2024-01-01',
    'F,c6,tea,1,5.00,2024-01-03',
  ].join('\r\n')
  expect(await importText(world, { text, importId: 'i', rowsPerChunk: 2 })).toMatchObject({
    rows: 9,
    orders: 3,
    refused: 6,
  })
  expect(await refusedOf(world, 'i')).toEqual([
    [3, 'order_of_other_customer', 'customer_id'],
    [6, 'order_on_other_day', 'timestamp'],
    [7, 'order_of_other_customer', 'customer_id'],
    [8, 'bad_quantity', 'quantity'],
    [9, 'unreadable_line', ''],
    [10, 'unreadable_line', ''],
  ])
  const { history } = await loadHistory(world.db, shopId(), 'c1')
  expect(history.purchases.map(({ orderId, netPaidFen }) => [orderId, netPaidFen])).toEqual([
    ['A', 1_000],
    ['B', 101],
  ])
})

test('a refund of an order that is not there, of another customer or of too much is left out', async () => {
  const world = createImportWorld()
  await importText(world, { text: fileOf(orderHeader, ['A,c1,tea,2,10.00,2024-01-01']) })
  const lines = [
    'A,tea,1,R1,c1,2024-01-05',
    'A,tea,2,R2,c1,2024-01-05',
    'A,tea,1,R3,c2,2024-01-05',
    'B,tea,1,R4,c1,2024-01-05',
  ]
  await importText(world, { text: fileOf(refundHeader, lines), kind: 'refunds', importId: 'r' })
  expect(await refusedOf(world, 'r')).toEqual([
    [3, 'more_than_bought', 'quantity'],
    [4, 'unknown_order', 'order_id'],
    [5, 'unknown_order', 'order_id'],
  ])
})

test('guests are in no list of customers, their refunds go by the order, and a rebuild finds no drift', async () => {
  const world = createImportWorld()
  const rows = [
    'A,,tea,2,10.00,2024-01-01',
    'B,,tea,1,5.00,2024-01-02',
    'C,c1,tea,1,5.00,2024-01-02',
    'C,,cup,1,5.00,2024-01-02',
  ]
  await importText(world, { text: fileOf(orderHeader, rows), importId: 'o' })
  expect(await refusedOf(world, 'o')).toEqual([[5, 'order_of_other_customer', 'customer_id']])
  const back = ['A,tea,1,R1,,2024-01-05', 'B,tea,1,R2,,2024-01-05', 'C,tea,1,R3,,2024-01-05']
  await importText(world, { text: fileOf(refundHeader, back), kind: 'refunds', importId: 'r' })
  expect(await refusedOf(world, 'r')).toEqual([[4, 'unknown_order', 'order_id']])
  const figures = scopeFigures(await loadSeries(world.db, shopId(), shopScope, '2024-12-31'))
  expect(figures).toMatchObject({ customers: 1, orders: 2, purchaseDays: 1, amountFen: 1_000 })
  const { customerIds } = await listCustomers(world.db, shopId(), 'customers', { limit: 20 })
  expect(customerIds).toEqual(['c1'])
  expect(await measureDrift({ ...world.context, db: world.db }, shopId())).toMatchObject({ drift: [], orders: 3 })
})

test('a customer with more orders in a day than one update has figures is taken in', async () => {
  const world = createImportWorld()
  const rows = Array.from({ length: 2 * updateAttributesMax }, (_, at) => `O${at},c1,tea,1,1.00,2024-01-01`)
  expect(await importText(world, { text: fileOf(orderHeader, rows) })).toMatchObject({
    orders: rows.length,
    isDone: true,
  })
  expect((await measureDrift({ ...world.context, db: world.db }, shopId())).drift).toEqual([])
})

test('a refund whose order was missing is taken in once the order is there, from the same file', async () => {
  const world = createImportWorld()
  const refunds = fileOf(refundHeader, ['A,tea,1,R1,c1,2024-01-05', 'B,tea,1,R2,c1,2024-01-05'])
  const refund = async () => {
    const { importId, ordersBefore } = await nextAttempt(world.db, shopId(), 'refunds')
    const { refused } = await importText(world, { text: refunds, kind: 'refunds', importId })
    return { importId, ordersBefore, refused }
  }
  await importText(world, { text: fileOf(orderHeader, ['A,c1,tea,2,10.00,2024-01-01']) })
  expect(await refund()).toEqual({ importId: 'refunds-1', ordersBefore: 0, refused: 1 })
  await importText(world, { text: fileOf(orderHeader, ['B,c1,tea,2,30.00,2024-01-02']) })
  expect(await refund()).toEqual({ importId: 'refunds-2', ordersBefore: 0, refused: 0 })
  expect(await refund()).toEqual({ importId: 'refunds-2', ordersBefore: 0, refused: 0 })
  const { history } = await loadHistory(world.db, shopId(), 'c1')
  expect(history.purchases.map(({ netPaidFen }) => netPaidFen)).toEqual([500, 1_500])
})

test('a file whose first line does not name the columns is refused as a whole', async () => {
  const world = createImportWorld()
  await expect(importText(world, { text: 'order_id,amount\nA,1\n' })).rejects.toThrow(BadHeader)
  await expect(importText(world, { text: '' })).rejects.toThrow(BadHeader)
  expect(cellsOf(world)).toEqual([])
})

test('who has bought here since is the same customer where the file has our own name for them', async () => {
  const world = createImportWorld()
  const live = purchase({ customer: 3, day: '2026-03-01' })
  await importText(world, { text: fileOf(orderHeader, [`A,${customerId(3)},tea,1,10.00,2024-01-01`]) })
  await applyPurchase(live, world.context)
  const { history } = await loadHistory(world.db, shopId(), customerId(3))
  expect(history.purchases.map(({ imported: isImported }) => isImported)).toEqual([true, false])
  expect(driftOf(storedCells(world.items()), rebuildCells([history]))).toEqual([])
})
