import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ShopId } from '../domain/shared/ids.ts'
import { driftWrite } from '../functions/repurchase/drift-store.ts'
import { measureDrift, repairDrift } from '../functions/repurchase/measure-drift.ts'
import { BootError } from './errors.ts'
import { openData } from './open-data.ts'

const usage = `npm run rebuild -- --shop <shopId> [options]: computes a shop's figures from its orders and compares cell by cell
  --repair        sets right what differs
  --data FOLDER   where data is kept (.local)
The last line is JSON: {"shopId":…,"orders":…,"cells":…,"drift":…,"repaired":…}. Exit status 1 where something differs still.`

/** Cells that are told one by one; more say nothing new. */
const cellsToldMax = 10

type Options = { readonly shopId: ShopId; readonly data: string; readonly repair: boolean }

async function run({ shopId, data, repair }: Options): Promise<number> {
  const { context, close } = await openData(data)
  try {
    const { orders, cells, drift } = await measureDrift(context, shopId)
    for (const { cell, is, should } of drift.slice(0, cellsToldMax)) console.error(`${cell} is ${is}, not ${should}`)
    const repaired = repair ? await repairDrift(context, drift) : 0
    const left = repaired > 0 ? (await measureDrift(context, shopId)).drift.length : drift.length
    await context.db.transact([driftWrite(shopId, { driftCells: left, driftCheckedAt: context.now() })])
    console.log(JSON.stringify({ shopId, orders, cells, drift: drift.length, repaired }))
    return left === 0 ? 0 : 1
  } finally {
    await close()
  }
}

/** Undefined for arguments that make no sense. */
function optionsOf(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { shop: { type: 'string' }, data: { type: 'string' }, repair: { type: 'boolean', default: false } },
    })
    const shopId = ShopId.parse(values.shop)
    return { shopId, data: values.data ?? join(import.meta.dirname, '..', '.local'), repair: values.repair }
  } catch {
    return undefined
  }
}

const options = optionsOf(process.argv.slice(2))
if (options === undefined) {
  console.error(usage)
  process.exitCode = 2
} else
  try {
    process.exitCode = await run(options)
  } catch (error) {
    if (!(error instanceof BootError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
