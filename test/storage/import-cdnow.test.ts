import { existsSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shopScope } from '../../domain/repurchase/cells.ts'
import { scopeFigures } from '../../domain/repurchase/figures.ts'
import { noPurchases, type PurchaseHistory, record } from '../../domain/repurchase/history.ts'
import { loadSeries } from '../../functions/repurchase/cell-store.ts'
import { importFile } from '../../functions/repurchase/import/import-file.ts'
import { createRandom } from '../../simulate/random.ts'
import { imported, seriesFrom, shopId } from '../domain/repurchase/purchases.ts'
import { contextOf } from '../support/context.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../support/embedded-database.ts'

// The CDNOW sample of Fader and Hardie lies beside the project and is no part of it. That its histories give the figures
// of an independent program is tested in the domain.
const file = fileURLToPath(new URL('../../../shared/data/cdnow_sample.csv', import.meta.url))
const asOf = '1998-06-30'
/** Some twenty thousand transactions' worth of items on a machine that may be busy. */
const time = { timeout: 180_000 }

function historiesOf(rows: readonly string[]): PurchaseHistory[] {
  const histories = new Map<string, PurchaseHistory>()
  for (const row of rows) {
    const [orderId = '', customerId = '', productId = '', quantity, yuan, day = ''] = row.split(',')
    const netPaidFen = Math.round(Number(yuan) * 100)
    const lines = [{ productId, quantity: Number(quantity), netFen: netPaidFen, nonGoods: false }]
    const before = histories.get(customerId) ?? noPurchases(shopId(), customerId)
    const after = record(before, imported(orderId, day, { netPaidFen, lines }))
    if (typeof after !== 'string') histories.set(customerId, after)
  }
  return [...histories.values()]
}

const isThere = existsSync(file)
const notRun = isThere ? '' : ' (not run: ../shared/data/cdnow_sample.csv is not there)'
describe.runIf(isThere)(`the CDNOW sample on the embedded DynamoDB${notRun}`, () => {
  let embedded: EmbeddedDatabase
  beforeAll(async () => {
    embedded = await startEmbeddedDatabase()
  })
  afterAll(() => embedded.close())

  test('shuffled and with every row twice gives the figures of its histories, and no order twice', time, async () => {
    const [header = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/)
    const random = createRandom('cdnow')
    const shuffled = [...rows, ...rows]
      .map((row) => ({ row, at: random.int(2 ** 31) }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row)
    const bytes = Buffer.from([header, ...shuffled].join('\n'))
    const done = await importFile(
      contextOf(embedded.database, () => '2026-11-22T00:00:00.000Z'),
      {
        shopId: shopId(),
        importId: 'cdnow',
        kind: 'orders',
        calendar: { timeZone: 'Asia/Shanghai', today: '2026-11-22' },
        open: (fromByte) => Readable.from([bytes.subarray(fromByte)], { objectMode: false }),
        rowsPerChunk: 5_000,
      },
    )
    expect(done).toMatchObject({ rows: rows.length * 2, orders: rows.length, refused: 0, isDone: true })
    const series = await loadSeries(embedded.database, shopId(), shopScope, asOf)
    expect(scopeFigures(series)).toEqual(scopeFigures(seriesFrom(historiesOf(rows), asOf)))
  })
})
