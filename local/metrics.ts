import { resolve } from 'node:path'
import { type PredictionFigures, predictionFigures } from '../domain/repurchase/prediction/prediction-figures.ts'
import { ShopId } from '../domain/shared/ids.ts'
import { Day } from '../domain/shared/time.ts'
import { getShopRepurchase } from '../functions/repurchase/get-shop-repurchase.ts'
import { readShop } from '../functions/repurchase/read-shop.ts'
import type { Context } from '../functions/shared/context.ts'
import { Refused } from '../functions/shared/http/refusals.ts'
import { type CommandLine, dataFolderDefault, runProgram, UsageError } from './command-line.ts'
import { BootError } from './errors.ts'
import { openData } from './open-data.ts'

const usage = `npm run metrics -- --shop <shopId> [options]: all repurchase figures of a shop as one JSON object
  --as-of DAY     YYYY-MM-DD: figures of the purchases up to and with it (the shop's today)
  --data FOLDER   where data is kept (.local)
  --json          in one line; else for people to read
What the keys mean: GET /v1/metrics`

const indentation = 2

const options = {
  shop: { type: 'string' },
  'as-of': { type: 'string' },
  data: { type: 'string', default: dataFolderDefault },
  json: { type: 'boolean', default: false },
} as const

type Options = {
  readonly shopId: ShopId
  readonly asOf: string | undefined
  readonly data: string
  readonly json: boolean
}

async function run({ shopId, asOf, data, json }: Options): Promise<number> {
  const { context, close } = await openData(data)
  try {
    const figures = await figuresOf(context, shopId, asOf)
    const predictions = await predictionsOf(context, shopId, figures.asOf)
    console.log(JSON.stringify({ shopId, ...figures, ...predictions }, null, json ? 0 : indentation))
    return 0
  } catch (error) {
    throw error instanceof Refused ? new BootError('There is no such shop.') : error
  } finally {
    await close()
  }
}

/** What the API answers for the shop's dashboard. */
async function figuresOf(context: Context, shopId: ShopId, asOf: string | undefined) {
  const { contract, handle } = getShopRepurchase
  const nobody = { caller: undefined, raw: { headers: {}, body: Buffer.alloc(0) }, body: undefined }
  const answer = await handle({ ...nobody, path: { shopId }, query: asOf === undefined ? {} : { asOf } }, context)
  if (!answer.ok) throw new BootError(`${asOf} is not over yet.`)
  return contract.reply.parse(answer.reply)
}

/** Fitted now, to the customers as of the day: the nightly run keeps those of one day only. */
async function predictionsOf({ db }: Context, shopId: ShopId, asOf: string): Promise<PredictionFigures> {
  const { customers, isComplete } = await readShop(db, shopId, asOf)
  if (!isComplete) console.error(`rfm and value are those of ${customers.length} customers: the shop has more.`)
  return predictionFigures(customers)
}

/** What the command line asks for. @throws UsageError for what makes no sense. */
function readOptions({ values }: CommandLine<typeof options>): Options {
  const shopId = ShopId.safeParse(values.shop)
  const asOf = Day.optional().safeParse(values['as-of'])
  if (!shopId.success || !asOf.success) throw new UsageError('A shop’s id is needed, and of a day YYYY-MM-DD.')
  return { shopId: shopId.data, asOf: asOf.data, data: resolve(values.data), json: values.json }
}

await runProgram({ usage, options }, (given) => run(readOptions(given)))
