import { judge } from './invariants.ts'
import { describeError } from './log.ts'
import { createRandom } from './random.ts'
import type { Tamper } from './server.ts'
import { standingsMet } from './standing-invariants.ts'
import { createTrace } from './trace.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWorld } from './world.ts'

/** 08:00 in Shanghai; any day would do. */
const startMs = Date.UTC(2026, 0, 5)
/** Some twenty times what a world needs. */
const eventsMax = 200_000
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
  /** Refunds that reached the buyer of an order that was kept. */
  readonly refunded: number
  readonly commissions: number
  readonly introductions: number
  /** Commissions that were ever held. */
  readonly held: number
  /** Sales on which a second level earned. */
  readonly seconds: number
  /** Orders for which somebody's part counted for nothing, as they took no part in referrals. */
  readonly silenced: number
  /** Orders won by who had left, or was suspended, and had come back. */
  readonly returned: number
  /** The last lines of what happened, when asked for. */
  readonly lines: readonly string[]
}

/** A defect was reported; nothing more is to be learnt from this run. */
class Ended extends Error {}

/** Lets one world live under a seed and reads it all afterwards. */
export async function runSeed(
  seed: number,
  options: { readonly tamper?: Tamper; readonly linesMax?: number } = {},
): Promise<SeedReport> {
  const { tamper = (_row, db) => db, linesMax = 0 } = options
  const random = createRandom(`seed ${seed}`)
  const trace = createTrace(linesMax)
  const clock = createVirtualClock({ random: random.fork('clock'), startMs, trace, eventsMax })
  const found: string[] = []
  // A defect ends the run: a broken world may go round in circles.
  const { promise: ended, reject: end } = Promise.withResolvers<never>()
  const report = (defect: string) => {
    found.push(defect)
    end(new Ended())
  }
  const timed = { ...trace, note: (line: string) => trace.note(`${clock.now()} ${line}`) }
  const world = createWorld({ clock, random, trace: timed, report, tamper })
  await clock
    .run(() => Promise.race([world.live(), ended]))
    .catch((error) => {
      if (!(error instanceof Ended)) found.push(describeError(error))
    })
  const judged = found.length > 0 ? { found } : judge(world)
  const {
    orders = [],
    refunds = [],
    entries = [],
    members = [],
    commissionHolds = [],
    secondCommissions = [],
  } = judged.read ?? {}
  const settled = orders.flatMap(({ events }) =>
    events.flatMap(({ event }) => (event.type === 'order_paid' ? [event] : [])),
  )
  return {
    seed,
    traceHash: trace.hash(),
    found: judged.found.slice(0, foundMax),
    orders: orders.length,
    paid: settled.length,
    late: settled.filter(({ late }) => late).length,
    refunds: refunds.length,
    refunded: refunds.filter(({ status, afterSalesId }) => status === 'succeeded' && afterSalesId).length,
    commissions: entries.length,
    introductions: members.filter(({ state }) => state.introduction).length,
    held: commissionHolds.length,
    seconds: secondCommissions.length,
    ...standingsMet({ orders, members }),
    lines: trace.latest(),
  }
}
