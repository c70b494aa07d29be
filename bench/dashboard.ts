import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shopScope } from '../domain/repurchase/cells.ts'
import { contributions } from '../domain/repurchase/contributions.ts'
import { scopeFigures } from '../domain/repurchase/figures.ts'
import { noPurchases, Purchase } from '../domain/repurchase/history.ts'
import { ShopId } from '../domain/shared/ids.ts'
import { addCalendarDays } from '../domain/shared/time.ts'
import {
  type CellUpdate,
  cellUpdates,
  inTransactions,
  mergeUpdates,
  updateWrites,
} from '../functions/repurchase/cell-place.ts'
import { loadSeries } from '../functions/repurchase/cell-store.ts'
import { loadProducts, productsShown } from '../functions/repurchase/load-products.ts'
import { type Database, type Reader, transactionWritesMax } from '../functions/shared/storage.ts'
import { openData } from '../local/open-data.ts'

/**
 * What reading a shop's dashboard costs with a thousand to a million orders over the same two years, of the same hundred
 * products: read units as DynamoDB reckons them (4 kB, each query rounded up, half for eventually consistent ones) and the
 * time on this machine's engine, beside that of the smallest shop. The cells are those that the projector writes, summed
 * first. `figures` is how many numbers those cells hold: it grows until nearly every day, gap and cohort that there can be
 * has happened on every shard, and so does the cost; from then on ten times the orders cost the same.
 */
const sizes = [1_000, 10_000, 100_000, 1_000_000]
const ordersPerCustomer = 4
const products = 100
const days = 730
const firstDay = '2024-07-01'
const asOf = '2026-06-15'
const rounds = 7
const unitBytes = 4_096
/** Customers whose cells are summed at once, so that memory stays small. */
const customersAtOnce = 25_000

/** The same numbers in every run. */
function createChance(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

function updatesOf(shopId: ShopId, orders: number) {
  const chance = createChance(orders)
  let updates: CellUpdate[] = []
  const updatesOfCustomer = (customer: number) => {
    const purchases = Array.from({ length: ordersPerCustomer }, (_, order): Purchase => {
      const netFen = 100 + chance(20_000)
      return Purchase.parse({
        orderId: `${customer}-${order}`,
        eventNumber: 1,
        day: addCalendarDays(firstDay, chance(days)),
        at: null,
        netPaidFen: netFen,
        lines: [{ productId: `product ${chance(products)}`, quantity: 1, netFen, nonGoods: false }],
        channel: null,
        referrerId: null,
        introducerId: null,
        excluded: false,
        imported: true,
      })
    }).sort((a, b) => (a.day < b.day ? -1 : 1))
    const history = { ...noPurchases(shopId, `customer ${customer}`), purchases }
    return cellUpdates(shopId, history.customerId, contributions(history))
  }
  const customers = orders / ordersPerCustomer
  for (let from = 0; from < customers; from += customersAtOnce) {
    const some = Array.from({ length: Math.min(customersAtOnce, customers - from) }, (_, at) => from + at)
    updates = mergeUpdates([...updates, ...some.flatMap(updatesOfCustomer)])
  }
  return updates
}

/** Counts what reads cost. */
function counting(db: Reader) {
  const cost = { queries: 0, units: 0 }
  const reader: Reader = {
    ...db,
    query: async (range) => {
      const page = await db.query(range)
      cost.queries++
      const units = Math.max(1, Math.ceil(Buffer.byteLength(JSON.stringify(page.items)) / unitBytes))
      cost.units += range.isEventual ? units / 2 : units
      return page
    },
  }
  return { cost, reader }
}

async function measure(db: Database, shopId: ShopId) {
  const { cost, reader } = counting(db)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    const [series] = await Promise.all([
      loadSeries(reader, shopId, shopScope, asOf),
      loadProducts(reader, shopId, asOf, productsShown),
    ])
    scopeFigures(series)
    times.push(performance.now() - from)
  }
  const ms = times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
  return { queries: cost.queries / rounds, units: cost.units / rounds, ms }
}

const folder = mkdtempSync(join(tmpdir(), 'huitou-bench-'))
const { context, close } = await openData(folder)
try {
  let smallest: number | undefined
  for (const [at, orders] of sizes.entries()) {
    const shopId = ShopId.parse(`shp_${String(at).padStart(26, '0')}`)
    const updates = updatesOf(shopId, orders)
    for (const some of inTransactions(updates, transactionWritesMax)) await context.db.transact(updateWrites(some))
    const { queries, units, ms } = await measure(context.db, shopId)
    smallest ??= ms
    console.log(
      JSON.stringify({
        orders,
        figures: updates.reduce((sum, { add }) => sum + Object.keys(add).length, 0),
        queries,
        readUnits: Math.round(units),
        ms: Math.round(ms),
        ratio: +(ms / smallest).toFixed(2),
      }),
    )
  }
} finally {
  await close()
  rmSync(folder, { recursive: true, force: true })
}
