import { createReadStream, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { BootError } from './errors.ts'
import { showProgress } from './import-progress.ts'
import { openData } from './open-data.ts'
import { openOwnShop } from './open-own-shop.ts'
import { replay } from './replay/run-replay.ts'
import { summarise } from './replay/summary.ts'

const usage = `npm run replay -- invitations.csv [options]: plays timed invitations into a new shop
  --data FOLDER   where data is kept (.local)
Columns: inviter,invitee,timestamp, played in the order of the file. An inviter who is new is a customer with a link.
Last line: {"introduced":…,"depth":[customers at depth 0,1,2…],"refused":{reason:n},"topByDirect":[[id,n]…],
"topByDownstream":[[id,n]…],"seconds":…}`

type Options = { readonly file: string; readonly data: string }

async function run({ file, data }: Options): Promise<void> {
  const startedAtMs = performance.now()
  const { context, close } = await openData(data)
  try {
    const shop = await openOwnShop(context, { name: basename(file).slice(0, 40) })
    const progress = showProgress('invitations', statSync(file).size)
    const replayed = await replay(context, shop, createReadStream(file), progress.report).finally(progress.end)
    console.error(`played into shop ${shop.shopId}`)
    const summary = await summarise(context.db, shop.shopId, replayed)
    console.log(JSON.stringify({ ...summary, seconds: Math.round(performance.now() - startedAtMs) / 1_000 }))
  } finally {
    await close()
  }
}

/** Undefined where only the usage was asked for. @throws BootError for what makes no sense. */
function readOptions(): Options | undefined {
  const { values, positionals } = parseCommandLine()
  if (values.help) return undefined
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new BootError(usage)
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new BootError(`There is no file ${file}.`)
  return { file, data: resolve(values.data) }
}

function parseCommandLine() {
  const options = {
    data: { type: 'string', default: join(import.meta.dirname, '..', '.local') },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    throw new BootError(`${error instanceof Error ? error.message : error}\n${usage}`)
  }
}

try {
  const options = readOptions()
  if (options) await run(options)
  else console.log(usage)
} catch (error) {
  // What the user can mend is said plainly; anything else is a defect, with its stack.
  console.error(error instanceof BootError ? error.message : error)
  process.exitCode = 1
}
