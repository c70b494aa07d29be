import { BootError } from './errors.ts'
import type { InstanceSettings } from './function-instance.ts'
import type { FunctionPlan } from './function-plan.ts'
import { createFunctionPool, type FunctionPool } from './function-pool.ts'

/** Function name → its instances. */
export type FunctionPools = ReadonlyMap<string, FunctionPool>

/**
 * Makes a pool for every function and, unless `lazy`, loads each once, so that what is wrong with it shows now.
 * `onOpen` gets the way to end them all, before any of them starts.
 * @throws BootError naming the functions that do not load.
 */
export async function startFunctions(
  plans: readonly FunctionPlan[],
  options: {
    readonly instance: InstanceSettings
    readonly lazy: boolean
    readonly onOpen: (close: () => Promise<unknown>) => void
  },
): Promise<FunctionPools> {
  const pools = new Map(plans.map((plan) => [plan.name, createFunctionPool(plan, options.instance)]))
  options.onOpen(() => Promise.all([...pools.values()].map((pool) => pool.close())))
  if (options.lazy) return pools
  const failures = await Promise.all(
    [...pools].map(async ([name, pool]) => {
      const error = await pool.warm()
      return error === undefined ? [] : [`  ${name}: ${error.errorMessage}\n${error.trace}`]
    }),
  )
  const lines = failures.flat()
  if (lines.length > 0) throw new BootError(`These functions do not start:\n${lines.join('\n')}`)
  return pools
}
