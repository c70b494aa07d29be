import { setImmediate as breathe } from 'node:timers/promises'
import pc from 'picocolors'
import { type CommandLine, runProgram, UsageError } from '../local/command-line.ts'
import { type PlantedBug, plantedBugs } from './planted-bugs.ts'
import { runSeed, type SeedReport } from './seed.ts'

const usage = `Usage: npm run simulate -- [--seeds <how many>] [--seed <the first>] [--plant <bug>] [--trace] [--json]

Lets small worlds of shops and customers live under seeded faults, and checks the invariants after each.
  --seeds <n>   how many seeds (default 200, or 1 with --seed)
  --seed <s>    the first seed (default 1)
  --plant <bug> plant a mistake, to see it found: one of ${Object.keys(plantedBugs).join(', ')}
  --trace       print what happened in the last seed, line by line
  --json        print the result as one JSON object, and no progress`

const seedsDefault = 200
/** So many failing seeds are told; more say nothing new. */
const failuresMax = 3
const traceLinesMax = 100_000
const progressEveryMs = 2_000

const options = {
  seeds: { type: 'string' },
  seed: { type: 'string' },
  plant: { type: 'string' },
  trace: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

type Plan = {
  readonly from: number
  readonly seeds: number
  readonly plant?: PlantedBug
  readonly trace: boolean
  readonly json: boolean
}

/** What the command line asks for. @throws UsageError for what makes no sense. */
export function planOf({ values }: Pick<CommandLine<typeof options>, 'values'>): Plan {
  const { plant, trace, json } = values
  const from = Number(values.seed ?? 1)
  const seeds = Number(values.seeds ?? (values.seed === undefined ? seedsDefault : 1))
  if (!Number.isSafeInteger(from) || from < 0) throw new UsageError(`${values.seed} is no seed.`)
  if (!Number.isSafeInteger(seeds) || seeds < 1) throw new UsageError(`${values.seeds} is no number of seeds.`)
  if (plant === undefined) return { from, seeds, trace, json }
  if (!isPlantedBug(plant)) throw new UsageError(`Nobody can plant ${plant}.`)
  return { from, seeds, plant, trace, json }
}

const isPlantedBug = (name: string): name is PlantedBug => name in plantedBugs

export type Result = {
  readonly ok: boolean
  readonly seeds: number
  readonly seedsPerSecond: number
  readonly ms: number
  readonly orders: number
  readonly paid: number
  readonly late: number
  readonly refunds: number
  readonly refunded: number
  readonly commissions: number
  readonly introductions: number
  readonly held: number
  readonly seconds: number
  readonly silenced: number
  readonly returned: number
  readonly failed: readonly { readonly seed: number; readonly traceHash: string; readonly found: readonly string[] }[]
}

/** Runs the seeds of a plan, one after another, until too many have failed. */
export async function simulate(plan: Plan, progress: (result: Result, last: SeedReport) => void): Promise<Result> {
  const startedAtMs = performance.now()
  const reports: SeedReport[] = []
  const sum = (of: (report: SeedReport) => number) => reports.reduce((total, report) => total + of(report), 0)
  const result = (): Result => {
    const ms = Math.round(performance.now() - startedAtMs)
    const failed = reports.filter(({ found }) => found.length > 0)
    return {
      ok: failed.length === 0,
      seeds: reports.length,
      seedsPerSecond: Math.round((reports.length * 10_000) / Math.max(ms, 1)) / 10,
      ms,
      orders: sum(({ orders }) => orders),
      paid: sum(({ paid }) => paid),
      late: sum(({ late }) => late),
      refunds: sum(({ refunds }) => refunds),
      refunded: sum(({ refunded }) => refunded),
      commissions: sum(({ commissions }) => commissions),
      introductions: sum(({ introductions }) => introductions),
      held: sum(({ held }) => held),
      seconds: sum(({ seconds }) => seconds),
      silenced: sum(({ silenced }) => silenced),
      returned: sum(({ returned }) => returned),
      failed: failed.map(({ seed, traceHash, found }) => ({ seed, traceHash, found })),
    }
  }
  const conditions = {
    ...(plan.plant === undefined ? {} : { tamper: plantedBugs[plan.plant] }),
    ...(plan.trace ? { linesMax: traceLinesMax } : {}),
  }
  let failures = 0
  for (let seed = plan.from; seed < plan.from + plan.seeds && failures < failuresMax; seed++) {
    const report = await runSeed(seed, conditions)
    // Only the last lines are printed, so only those are kept.
    for (const earlier of reports.splice(-1)) reports.push({ ...earlier, lines: [] })
    reports.push(report)
    if (report.found.length > 0) failures += 1
    progress(result(), report)
    await breathe()
  }
  return result()
}

function printFailure({ seed, traceHash, found }: SeedReport, plant: PlantedBug | undefined): void {
  const planted = plant === undefined ? '' : ` --plant '${plant}'`
  console.error(`${pc.red('✗')} seed ${seed} (trace ${traceHash})`)
  for (const violation of found) console.error(`    ${violation.replaceAll('\n', '\n      ')}`)
  console.error(`  the same again: ${pc.bold(`npm run simulate -- --seed ${seed}${planted} --trace`)}`)
}

function printResult(result: Result, last: SeedReport | undefined): void {
  const { seeds, ms, seedsPerSecond, failed } = result
  const { orders, paid, late, refunds, refunded, commissions, introductions, held, seconds } = result
  const { silenced, returned } = result
  const only = seeds === 1 && last ? ` (trace ${last.traceHash})` : ''
  const verdict = failed.length === 0 ? pc.green('every invariant held') : pc.red(`${failed.length} failed`)
  console.log(
    `${seeds} ${seeds === 1 ? 'seed' : 'seeds'}${only} in ${(ms / 1_000).toFixed(1)} s, ${seedsPerSecond} a second: ${verdict}`,
  )
  console.log(
    `${orders} orders, ${paid} paid (${late} after they were cancelled), ${refunds} refunds (${refunded} of sales), ` +
      `${commissions} bookings of commission (${held} sales held, ${seconds} with a second level), ` +
      `${introductions} introductions, ${silenced} orders with somebody who took no part, ${returned} won by who came back`,
  )
}

/** Simulates, and tells how it goes. @returns the exit status. */
async function run(plan: Plan): Promise<number> {
  let toldAtMs = performance.now()
  let last: SeedReport | undefined
  const result = await simulate(plan, (soFar, report) => {
    last = report
    if (plan.json) return
    if (report.found.length > 0) printFailure(report, plan.plant)
    if (performance.now() - toldAtMs < progressEveryMs) return
    toldAtMs = performance.now()
    console.error(
      pc.dim(`${soFar.seeds} of ${plan.seeds} seeds, ${soFar.seedsPerSecond} a second, ${soFar.orders} orders`),
    )
  })
  if (plan.trace) for (const line of last?.lines ?? []) console.log(line)
  if (plan.json) console.log(JSON.stringify(result))
  else printResult(result, last)
  return result.ok ? 0 : 1
}

if (import.meta.main) await runProgram({ usage, options }, (given) => run(planOf(given)))
