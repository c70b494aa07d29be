import { readAssembly } from './assembly.ts'
import {
  planBuckets,
  planQueues,
  planSecrets,
  planTables,
  type QueuePlan,
  type SecretPlan,
  type TablePlan,
} from './data-plan.ts'
import { type FunctionPlan, planFunctions } from './function-plan.ts'
import { planRoutes, type RoutePlan } from './route-plan.ts'
import { planSite, type SitePlan } from './site-plan.ts'
import { resolveTemplates, type TemplateSettings } from './template.ts'
import { type MappingPlan, planMappings, planSchedules, type SchedulePlan } from './trigger-plan.ts'

/** What the templates ask for, with every reference resolved: what the local back end is going to play. */
export type Plan = {
  readonly tables: readonly TablePlan[]
  readonly queues: readonly QueuePlan[]
  readonly buckets: readonly string[]
  readonly secrets: readonly SecretPlan[]
  readonly functions: readonly FunctionPlan[]
  readonly mappings: readonly MappingPlan[]
  readonly schedules: readonly SchedulePlan[]
  readonly routes: readonly RoutePlan[]
  readonly site: SitePlan | undefined
}

/** Reads a cloud assembly. @throws BootError on anything in it that would be played wrongly. */
export function planAssembly(folder: string, settings: TemplateSettings): Plan {
  const { stacks, assets } = readAssembly(folder)
  const resources = resolveTemplates(stacks, settings)
  const tables = planTables(resources)
  const queues = planQueues(resources)
  const functions = planFunctions(resources, assets)
  return {
    tables,
    queues,
    buckets: planBuckets(resources),
    secrets: planSecrets(resources),
    functions,
    mappings: planMappings(resources, { functions, tables, queues }),
    schedules: planSchedules(resources, functions),
    routes: planRoutes(resources, functions),
    site: planSite(resources),
  }
}
