import { judge } from './invariants.ts'
import { describeError } from './log.ts'
import { createRandom } from './random.ts'
import type { Tamper } from './server.ts'
import { createTrace } from './trace.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

/** 08:00 in Shanghai; any day would do. */
const startMs = Date.UTC(2026, 0, 5)
/** A broken world breaks in many places: the first ones tell. */
const foundMax = 20

/** What became of one seed. */
export type SeedReport = {
  readonly seed: number
  /** The same for the same seed and code, down to the order of every event. */
  readonly traceHash: string
  /** What broke, each in a sentence; empty when all invariants hold. */
  readonly found: readonly string[]
  readonly orders: number
  readonly paid: number
  /** Paid after it was cancelled, the stock taken again. */
  readonly late: number
  readonly refunds: number
  readonly commissions: number
  readonly introductions: number
  /** The last lines of what happened, when asked for. */
  readonly lines: readonly string[]
}

/** Lets one world live under a seed and reads it all afterwards. */
export async function runSeed(
  seed: number,
  options: { readonly tamper?: Tamper; readonly linesMax?: number } = {},
): Promise<SeedReport> {
  const { tamper = (_row, db) => db, linesMax = 0 } = options
  const random = createRandom(`seed ${seed}`)
  const trace = createTrace(linesMax)
  const clock = createVirtualClock({ random: random.fork('clock'), startMs, trace })
  const found: string[] = []
  const report = (defect: string) => {
    if (found.length < foundMax) found.push(defect)
  }
  const world = createWorld({ clock, random, trace, report, tamper })
  try {
    await clock.run(world.live)
  } catch (error) {
    report(describeError(error))
  }
  const judged = judge(world)
  judged.found.forEach(report)
  const { orders = [], refunds = [], entries = [], members = [] } = judged.read ?? {}
  const settled = orders.flatMap(({ events }) =>
    events.flatMap(({ event }) => (event.type === 'order_paid' ? [event] : [])),
  )
  return {
    seed,
    traceHash: trace.hash(),
    found,
    orders: orders.length,
    paid: settled.length,
    late: settled.filter(({ late }) => late).length,
    refunds: refunds.length,
    commissions: entries.length,
    introductions: members.filter(({ state }) => state.introduction).length,
    lines: trace.latest(),
  }
}
