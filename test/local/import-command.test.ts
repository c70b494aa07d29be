import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { testFolder } from './support/world.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Runs a command of this project; answers the last line that it prints, as JSON. */
async function command(name: 'import' | 'metrics', ...options: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [join(root, `local/${name}.ts`), ...options])
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
}
const failure = (...options: string[]) =>
  command('import', ...options).then(
    () => expect.fail('the import went well'),
    (error: unknown) => String((error as { stderr: unknown }).stderr),
  )

const orders = `order_id,customer_id,product_id,quantity,amount,timestamp
1001,甲,春茶,2,176.00,2024-01-05
1001,甲,茶杯,1,30.00,2024-01-05
1002,甲,春茶,1,88.00,2024-01-04T16:00:00Z
1003,乙,春茶,1,88.00,2024-02-01
1004,甲,春茶,1,88.00,2024-02-03 09:30
1005,丙,春茶,0,88.00,2024-02-03
1006,,茶杯,2,60.00,2024-02-04
`
const refunds = `order_id,product_id,quantity,refund_id,customer_id,timestamp
1003,春茶,1,R1,乙,2024-02-09
1001,春茶,1,R2,甲,2024-02-09
1006,茶杯,1,R3,,2024-02-09
`

test('a shop is opened for its past, and its figures are there as of any day', async () => {
  const folder = testFolder()
  const [ordersFile, refundsFile] = [join(folder, 'orders.csv'), join(folder, 'refunds.csv')]
  writeFileSync(ordersFile, orders)
  writeFileSync(refundsFile, refunds)
  const data = join(folder, 'data')
  const imported = await command('import', '--shop', 'new', ordersFile, '--refunds', refundsFile, '--data', data)
  const { shopId, seconds } = imported
  expect(imported).toEqual({ shopId, rows: 7, orders: 5, refunds: 3, refused: 1, seconds })
  expect(readFileSync(join(data, `refused-${shopId}.csv`), 'utf8')).toContain('orders,7,bad_quantity,quantity,')
  // The same files again: the same answer, and no other figure.
  const again = await command('import', '--shop', String(shopId), ordersFile, '--refunds', refundsFile, '--data', data)
  expect(again).toEqual({ ...imported, seconds: again.seconds })
  const figures = (asOf: string) =>
    command('metrics', '--shop', String(shopId), '--as-of', asOf, '--data', data, '--json')
  expect(await figures('2024-12-31')).toMatchObject({
    customers: 1,
    orders: 4,
    purchaseDays: 2,
    amountFen: 8_800 + 3_000 + 8_800 + 8_800 + 3_000,
    repeatCustomersByDay: 1,
    secondPurchase: { n: 1, median: 29 },
    products: [
      { productId: '春茶', buyers: 1, repeatBuyers: 1 },
      { productId: '茶杯', buyers: 1, repeatBuyers: 0 },
    ],
    rfm: { r: { 1: 1 } },
  })
  expect(await failure('--shop', String(shopId), ordersFile, '--data', data, '--time-zone', 'Asia/Tokyo')).toContain(
    'Asia/Shanghai',
  )
})

test('a file that is not there, or without its columns, is said plainly', async () => {
  const folder = testFolder()
  const file = join(folder, 'orders.csv')
  writeFileSync(file, 'order_id,amount\n')
  expect(await failure('--shop', 'new', join(folder, 'none.csv'), '--data', folder)).toBe(
    `There is no file ${join(folder, 'none.csv')}.\n`,
  )
  expect(await failure('--shop', 'new', file, '--data', folder, '--owner', 'cus_1')).toContain('has ever logged in')
  expect(await failure('--shop', 'new', file, '--data', folder)).toMatch(/^The first line does not name customer_id, /)
})
