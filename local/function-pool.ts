import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { type Instance, type InstanceSettings, type InvocationResult, startInstance } from './function-instance.ts'
import type { FunctionPlan } from './function-plan.ts'
import type { FunctionError } from './worker-messages.ts'

export type FunctionPool = {
  /** Runs the function on an idle instance, a new one, or the first that becomes idle. */
  invoke(event: unknown, requestId?: string): Promise<InvocationResult>
  /** Starts the first instance. Answers why it does not load, if it does not. */
  warm(): Promise<FunctionError | undefined>
  /** Invocations that run or wait. */
  readonly pendingCount: () => number
  close(): Promise<void>
}

/** Enough for callers to race each other; more instances than processors gain nothing here. */
const instancesMaxDefault = Math.min(3, Math.max(2, availableParallelism()))

const closedResult: InvocationResult = {
  ok: false,
  error: { errorType: 'Runtime.ExitError', errorMessage: 'The local back end is closing.', trace: '' },
}

type Job = {
  readonly requestId: string
  readonly event: string
  readonly resolve: (result: InvocationResult) => void
}

export function createFunctionPool(plan: FunctionPlan, settings: InstanceSettings): FunctionPool {
  const instancesMax = Math.min(plan.concurrencyMax ?? instancesMaxDefault, instancesMaxDefault)
  const instances = new Set<Instance>()
  const idle: Instance[] = []
  const waiting: Job[] = []
  let startingCount = 0
  let runningCount = 0
  let closed = false

  async function startOne(): Promise<FunctionError | undefined> {
    const instance = startInstance(plan, settings)
    instances.add(instance)
    startingCount += 1
    const failure = await instance.loaded
    startingCount -= 1
    if (failure === undefined) {
      release(instance)
    } else {
      discard(instance)
      // Whoever waits for this start gets its error, as from Lambda, rather than an endless wait.
      if (instances.size === 0) for (const job of waiting.splice(0)) job.resolve({ ok: false, error: failure })
    }
    return failure
  }

  function discard(instance: Instance): void {
    instances.delete(instance)
    void instance.end()
  }

  function release(instance: Instance): void {
    if (instance.isDead()) discard(instance)
    else idle.push(instance)
    dispatch()
  }

  function dispatch(): void {
    while (waiting.length > 0 && !closed) {
      const instance = idle.pop()
      if (instance === undefined) {
        const wanted = Math.min(waiting.length - startingCount, instancesMax - instances.size)
        for (let count = 0; count < wanted; count += 1) void startOne()
        return
      }
      if (instance.isDead()) {
        discard(instance)
        continue
      }
      const job = waiting.shift()
      if (job !== undefined) void run(instance, job)
    }
  }

  async function run(instance: Instance, job: Job): Promise<void> {
    runningCount += 1
    const result = await instance.invoke(job)
    runningCount -= 1
    job.resolve(result)
    release(instance)
  }

  return {
    invoke: (event, requestId = randomUUID()) =>
      new Promise((resolve) => {
        if (closed) return resolve(closedResult)
        waiting.push({ requestId, event: JSON.stringify(event), resolve })
        dispatch()
      }),
    warm: async () => (instances.size === 0 ? startOne() : undefined),
    pendingCount: () => waiting.length + runningCount,
    close: async () => {
      closed = true
      for (const job of waiting.splice(0)) job.resolve(closedResult)
      await Promise.all([...instances].map((instance) => instance.end()))
    },
  }
}
