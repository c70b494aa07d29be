import { resolve } from 'node:path'
import { ShopId } from '../domain/shared/ids.ts'
import { driftWrite } from '../functions/repurchase/drift-store.ts'
import { measureDrift, repairDrift } from '../functions/repurchase/measure-drift.ts'
import { type CommandLine, dataFolderDefault, runProgram, UsageError } from './command-line.ts'
import { openData } from './open-data.ts'

const usage = `npm run rebuild -- --shop <shopId> [options]: computes a shop's figures from its orders and compares cell by cell
  --repair        sets right what differs
  --data FOLDER   where data is kept (.local)
The last line is JSON: {"shopId":…,"orders":…,"cells":…,"drift":…,"repaired":…}. Exit status 1 where something differs still.`

/** Cells that are told one by one; more say nothing new. */
const cellsToldMax = 10

const options = {
  shop: { type: 'string' },
  data: { type: 'string', default: dataFolderDefault },
  repair: { type: 'boolean', default: false },
} as const

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

/** What the command line asks for. @throws UsageError for what makes no sense. */
function readOptions({ values }: CommandLine<typeof options>): Options {
  const shopId = ShopId.safeParse(values.shop)
  if (!shopId.success) throw new UsageError('A shop’s id is needed.')
  return { shopId: shopId.data, data: resolve(values.data), repair: values.repair }
}

await runProgram({ usage, options }, (given) => run(readOptions(given)))
