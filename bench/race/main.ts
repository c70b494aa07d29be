import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pc from 'picocolors'
import { bundle } from '../../infra/bundle.ts'
import { synthesise } from '../../infra/synthesise.ts'
import { startBackend } from '../../local/backend.ts'
import { runProgram, UsageError } from '../../local/command-line.ts'
import { runRace } from './race.ts'
import { stageOn } from './stage.ts'

const usage = `npm run race -- [options]: many buyers want few units at once, over HTTP
  --buyers N   how many (200); every second one never pays
  --units N    how many units there are (20)
  --flash      the stock lies in shards, for as many orders a second as it can
  --json       last line: {"sold":…,"refused":{code:n},"onHand":…,"held":…,"oversold":…}

All order at once. Who pays has the unit; who does not loses it when the hold ends, and is gone. Units that came back are
offered to those who were refused and still wait, round after round, until all are sold or nobody waits. An order that is
told "too busy" is sent again with the same id. "refused" counts orders by the code of their refusal, over all rounds.
Exit status 1 when sold is not what was paid in time, or a unit is held after the holds' end, lost, or sold twice.`

const buyersMax = 10_000

const options = {
  buyers: { type: 'string', default: '200' },
  units: { type: 'string', default: '20' },
  flash: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

type Options = { readonly buyers: number; readonly units: number; readonly flash: boolean; readonly json: boolean }

async function race({ json, ...size }: Options): Promise<number> {
  const progress = (line: string) => console.log(`${pc.dim('·')} ${line}`)
  const folder = mkdtempSync(join(tmpdir(), 'huitou-race-'))
  try {
    progress('bundles and boots the local runtime')
    const [bundles, assembly] = [join(folder, 'dist'), join(folder, 'cdk.out')]
    await bundle({ outdir: bundles })
    synthesise({ outdir: assembly, functionsFrom: bundles, checkSchemas: false })
    const backend = await startBackend({ assembly, folder: join(folder, 'data'), lazy: true })
    try {
      const { result, wrong } = await runRace(stageOn(backend, progress), size)
      for (const line of wrong) console.error(pc.red(`✗ ${line}`))
      const { sold, onHand, held, oversold } = result
      console.log(
        json
          ? JSON.stringify(result)
          : `${sold} sold, ${onHand} left, ${held} held, ${oversold} oversold; refused: ${JSON.stringify(result.refused)}`,
      )
      return wrong.length === 0 ? 0 : 1
    } finally {
      await backend.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function count(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > buyersMax)
    throw new UsageError(`${text} is no number from 1 to ${buyersMax}.`)
  return number
}

await runProgram({ usage, options }, ({ values }) =>
  race({ ...values, buyers: count(values.buyers), units: count(values.units) }),
)
