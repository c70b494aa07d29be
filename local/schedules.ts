import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { LocalClock } from './clock.ts'
import type { InvocationResult } from './function-instance.ts'
import type { FunctionPool } from './function-pool.ts'
import type { Log } from './log.ts'
import { accountId, region } from './physical-ids.ts'
import type { Queues } from './queues.ts'
import type { SchedulePlan } from './trigger-plan.ts'

export type Schedules = {
  /**
   * Fires a schedule now, whether due or not, once and without retries. `name`: of the schedule, of its function, or
   * its logical id. @throws Error when there is none such.
   */
  run(name: string): Promise<InvocationResult>
  /** Resolves when no schedule runs. */
  idle(): Promise<void>
  close(): void
}

export type ScheduleOptions = {
  readonly plans: readonly SchedulePlan[]
  readonly pools: ReadonlyMap<string, FunctionPool>
  readonly clock: LocalClock
  readonly queues: Queues
  readonly log: Log
  /** Functions whose schedules the clock fires; all of them when left out. */
  readonly firedByClock?: readonly string[] | undefined
}

const tickMs = 250
/** Lambda waits one minute and then two before it tries an event again. */
const retryDelayMs = 200

/** Fires schedules by the local clock: when due, and once however far the clock jumped. */
export function startSchedules({ plans, pools, clock, queues, log, firedByClock }: ScheduleOptions): Schedules {
  const byClock = plans.filter(({ function: { name } }) => firedByClock === undefined || firedByClock.includes(name))
  const firedAt = new Map(plans.map((plan) => [plan.name, clock.now().getTime()]))
  const running = new Map<string, Promise<unknown>>()
  const invoke = async (plan: SchedulePlan): Promise<InvocationResult> => {
    const pool = pools.get(plan.function.name)
    if (pool === undefined) throw new Error(`There is no function ${plan.function.name}.`)
    return pool.invoke(plan.input ?? scheduledEvent(plan, clock.now()))
  }

  function track<Result>(name: string, work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => {
      if (running.get(name) === tracked) running.delete(name)
    })
    running.set(name, tracked)
    return tracked
  }

  async function fire(plan: SchedulePlan): Promise<void> {
    const { retriesMax, failureQueueArn } = plan.function.async
    for (let attempt = 0; attempt <= retriesMax; attempt += 1) {
      if (attempt > 0) await wait(retryDelayMs)
      const result = await invoke(plan)
      if (result.ok) return
      log(`Schedule ${plan.name}: ${result.error.errorType}: ${result.error.errorMessage}`)
    }
    const failure = { requestContext: { condition: 'RetriesExhausted', functionArn: plan.function.arn } }
    if (failureQueueArn !== undefined) queues.send(failureQueueArn, failure)
  }

  function fireDue(): void {
    const now = clock.now().getTime()
    for (const plan of byClock) {
      const isDue = now - (firedAt.get(plan.name) ?? now) >= plan.everyMs
      if (!plan.enabled || !isDue || running.has(plan.name)) continue
      firedAt.set(plan.name, now)
      void track(plan.name, fire(plan))
    }
  }

  const ticking = setInterval(fireDue, tickMs)
  ticking.unref()
  const stopListening = clock.onAdvance(fireDue)
  return {
    run: async (name) => {
      const plan = plans.find((one) => [one.name, one.logicalId, one.function.name].includes(name))
      if (plan === undefined) throw new Error(`There is no schedule ${name}.`)
      return track(`${plan.name} by hand ${randomUUID()}`, invoke(plan))
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running.values())
    },
    close: () => {
      clearInterval(ticking)
      stopListening()
    },
  }
}

function scheduledEvent(plan: SchedulePlan, now: Date) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: plan.source,
    account: accountId,
    time: `${now.toISOString().slice(0, 19)}Z`,
    region,
    resources: [plan.arn],
    detail: plan.source === 'aws.scheduler' ? '{}' : {},
  }
}
