import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FileKind } from '../domain/repurchase/import/columns.ts'
import { rowReasons } from '../domain/repurchase/import/fields.ts'
import { shopDay, TimeZone } from '../domain/shared/time.ts'
import type { Shop } from '../domain/shops/shop.ts'
import { BadHeader, importFile } from '../functions/repurchase/import/import-file.ts'
import { type Import, listRefused } from '../functions/repurchase/import/import-store.ts'
import { nextAttempt } from '../functions/repurchase/import/next-attempt.ts'
import type { Context } from '../functions/shared/context.ts'
import { csvText } from '../functions/shared/csv.ts'
import { loadShop } from '../functions/shops/shop-store.ts'
import { type CommandLine, dataFolderDefault, presentFile, runProgram, UsageError } from './command-line.ts'
import { BootError } from './errors.ts'
import { showProgress } from './import-progress.ts'
import { openData } from './open-data.ts'
import { openOwnShop, shopNameOf } from './open-own-shop.ts'

const usage = `npm run import -- --shop <shopId|new> orders.csv [options]: takes a shop's past in
  --refunds FILE      refunds, taken in after the orders
  --time-zone ZONE    of a new shop (Asia/Shanghai); of a shop that is there it must be its own
  --owner CUSTOMER    of a new shop: an id of who has logged in (somebody whom nobody can log in as)
  --data FOLDER       where data is kept (.local)
  --report FILE       where the refused lines go (FOLDER/refused-<shopId>.csv)
Columns of orders: order_id,customer_id,product_id,quantity,amount,timestamp[,refunded][,referrer_id][,channel]
Columns of refunds: order_id,product_id,quantity,refund_id,customer_id,timestamp
Amounts in yuan. A row is known by all that it says: the same one again, or the same file, changes nothing.
Last line: {"shopId":…,"rows":…,"orders":…,"refunds":…,"refused":…,"seconds":…}; orders: those that the file brought.`

/** A customer who comes several times in a chunk is written once, and so is a cell: more rows are fewer writes. So many
 *  take some hundred megabytes with what they change, and little is read again after a crash. */
const rowsPerChunk = 50_000
/** Characters of a file's print that name its import. */
const importIdLength = 24

const options = {
  shop: { type: 'string' },
  refunds: { type: 'string' },
  'time-zone': { type: 'string' },
  owner: { type: 'string' },
  data: { type: 'string', default: dataFolderDefault },
  report: { type: 'string' },
} as const

type Options = {
  readonly shop: string
  readonly orders: string
  readonly refunds: string | undefined
  readonly timeZone: string | undefined
  readonly owner: string | undefined
  readonly data: string
  readonly report: string | undefined
}

async function run(options: Options): Promise<number> {
  const startedAtMs = performance.now()
  const { context, close } = await openData(options.data)
  try {
    const shop = await shopOf(context, options)
    const orders = await importOne(context, shop, 'orders', options.orders)
    const refunds = options.refunds && (await importOne(context, shop, 'refunds', options.refunds))
    const done = refunds ? [orders, refunds] : [orders]
    const refused = done.reduce((sum, each) => sum + each.refused, 0)
    const report = options.report ?? join(options.data, `refused-${shop.shopId}.csv`)
    await writeReport(context, shop, done, report)
    if (refused > 0) console.error(`${refused} lines were left out, see ${report}`)
    const seconds = Math.round(performance.now() - startedAtMs) / 1_000
    const counts = { rows: orders.rows, orders: orders.orders, refunds: refunds ? refunds.rows : 0, refused }
    console.log(JSON.stringify({ shopId: shop.shopId, ...counts, seconds }))
    return 0
  } finally {
    await close()
  }
}

async function shopOf(context: Context, { shop: shopId, timeZone, owner, orders }: Options): Promise<Shop> {
  if (timeZone !== undefined && !TimeZone.safeParse(timeZone).success)
    throw new BootError(`${timeZone} is no time zone of the IANA database.`)
  if (shopId === 'new')
    return openOwnShop(context, {
      name: shopNameOf(orders),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(owner === undefined ? {} : { ownerId: owner }),
    })
  if (owner !== undefined) throw new BootError('Only a new shop is given its owner.')
  const shop = await loadShop(context.db, shopId)
  if (shop === undefined) throw new BootError(`There is no shop ${shopId}.`)
  if (timeZone !== undefined && timeZone !== shop.timeZone)
    throw new BootError(`The shop's time zone is ${shop.timeZone}: its days cannot be those of ${timeZone}.`)
  return shop
}

/** Takes one file in. @returns how it went; `orders` are those that it has brought, now or before. */
async function importOne(context: Context, shop: Shop, kind: FileKind, path: string): Promise<Import> {
  const fileId = `${kind}-${await printOf(path)}`
  const { importId, ordersBefore } = await nextAttempt(context.db, shop.shopId, fileId)
  const progress = showProgress(kind, statSync(path).size)
  try {
    const done = await importFile(context, {
      shopId: shop.shopId,
      importId,
      kind,
      calendar: { timeZone: shop.timeZone, today: shopDay(context.now(), shop.timeZone) },
      open: (fromByte) => createReadStream(path, { start: fromByte }),
      rowsPerChunk,
      onProgress: progress.report,
    })
    return { ...done, orders: ordersBefore + done.orders }
  } catch (error) {
    throw error instanceof BadHeader ? new BootError(error.message) : error
  } finally {
    progress.end()
  }
}

/** A file is known by what is in it, not by its name. */
async function printOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex').slice(0, importIdLength)
}

async function writeReport(context: Context, shop: Shop, done: readonly Import[], path: string): Promise<void> {
  if (done.every(({ refused }) => refused === 0)) return rm(path, { force: true })
  const file = await open(path, 'w')
  await file.write(csvText([['file', 'line', 'reason', 'column', 'meaning']]))
  for (const { kind, importId } of done)
    for await (const lines of listRefused(context.db, shop.shopId, importId))
      await file.write(
        csvText(lines.map(([line, reason, column]) => [kind, String(line), reason, column, rowReasons[reason]])),
      )
  await file.close()
}

/** What the command line asks for. @throws UsageError for what makes no sense, BootError for a file that is not there. */
function readOptions({ values, positionals }: CommandLine<typeof options>): Options {
  const [orders, ...rest] = positionals
  if (values.shop === undefined || orders === undefined || rest.length > 0)
    throw new UsageError('A shop and one file of orders are needed.')
  const { shop, refunds, owner, data, report, 'time-zone': timeZone } = values
  return {
    shop,
    orders: presentFile(orders),
    refunds: refunds === undefined ? undefined : presentFile(refunds),
    timeZone,
    owner,
    data: resolve(data),
    report,
  }
}

await runProgram({ usage, options, allowPositionals: true }, (given) => run(readOptions(given)))
