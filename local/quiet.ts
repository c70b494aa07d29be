import type { Schedules } from './schedules.ts'
import type { StreamPump } from './stream-pump.ts'

const quietWaitMaxMs = 60_000

/**
 * Waits until nothing is left to do: no schedule runs, and a whole round over the streams brought nothing to any
 * consumer. @throws Error when that takes longer than a minute.
 */
export async function waitForQuiet(pumps: readonly StreamPump[], schedules: Schedules): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(lateMessage(pumps))), quietWaitMaxMs)
  try {
    let deliveredBefore = -1
    while (deliveredBefore !== deliveredBy(pumps)) {
      deliveredBefore = deliveredBy(pumps)
      await Promise.race([late, schedules.idle()])
      await Promise.race([late, Promise.all(pumps.map((pump) => pump.caughtUp()))])
    }
  } finally {
    clearTimeout(timer)
  }
}

function deliveredBy(pumps: readonly StreamPump[]): number {
  return pumps.reduce((sum, pump) => sum + pump.deliveredCount(), 0)
}

function lateMessage(pumps: readonly StreamPump[]): string {
  const names = pumps.map(({ plan }) => plan.function.name).join(', ')
  return `The stream consumers (${names}) have not caught up within ${quietWaitMaxMs / 1000} s: one tries again and again.`
}
