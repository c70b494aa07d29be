import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type CommandLine, dataFolderDefault, presentFile, runProgram, UsageError } from './command-line.ts'
import { showProgress } from './import-progress.ts'
import { openData } from './open-data.ts'
import { openOwnShop, shopNameOf } from './open-own-shop.ts'
import { replay } from './replay/run-replay.ts'
import { summarise } from './replay/summary.ts'

const usage = `npm run replay -- invitations.csv [options]: plays timed invitations into a new shop
  --data FOLDER   where data is kept (.local)
Columns: inviter,invitee,timestamp, played in the order of the file. An inviter who is new is a customer with a link.
Last line: {"introduced":…,"depth":[customers at depth 0,1,2…],"refused":{reason:n},"topByDirect":[[id,n]…],
"topByDownstream":[[id,n]…],"seconds":…}`

const options = { data: { type: 'string', default: dataFolderDefault } } as const

type Options = { readonly file: string; readonly data: string }

async function run({ file, data }: Options): Promise<number> {
  const startedAtMs = performance.now()
  const { context, close } = await openData(data)
  try {
    const shop = await openOwnShop(context, { name: shopNameOf(file) })
    const progress = showProgress('invitations', statSync(file).size)
    const replayed = await replay(context, shop, createReadStream(file), progress.report).finally(progress.end)
    console.error(`played into shop ${shop.shopId}`)
    const summary = await summarise(context.db, shop.shopId, replayed)
    console.log(JSON.stringify({ ...summary, seconds: Math.round(performance.now() - startedAtMs) / 1_000 }))
    return 0
  } finally {
    await close()
  }
}

/** What the command line asks for. @throws UsageError for what makes no sense, BootError for a file that is not there. */
function readOptions({ values, positionals }: CommandLine<typeof options>): Options {
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new UsageError('One file of invitations is needed.')
  return { file: presentFile(file), data: resolve(values.data) }
}

await runProgram({ usage, options, allowPositionals: true }, (given) => run(readOptions(given)))
