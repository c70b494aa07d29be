import * as z from 'zod'
import type { QueuePlan, TablePlan } from './data-plan.ts'
import { BootError } from './errors.ts'
import type { FunctionPlan } from './function-plan.ts'
import { allows } from './iam.ts'
import { identify, streamArn } from './physical-ids.ts'
import { noEffect, ofType, parseProperties, pointedTo } from './properties.ts'
import { compileFilters, type RecordFilter } from './stream-filter.ts'
import type { Resource } from './template.ts'

const mappingProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.literal(true).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  BatchSize: z.int().min(1).max(10_000).default(100),
  MaximumBatchingWindowInSeconds: z.int().min(0).max(300).default(0),
  MaximumRetryAttempts: z.int().min(-1).max(10_000).default(-1),
  BisectBatchOnFunctionError: z.boolean().default(false),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  // No more than one batch at a time here: the order is kept for every key, as it is there.
  ParallelizationFactor: noEffect,
  // A record's age is bounded by its retries here.
  MaximumRecordAgeInSeconds: z.union([z.literal(-1), z.int().min(60)]).optional(),
  MetricsConfig: noEffect,
  Tags: noEffect,
})

export type MappingPlan = {
  readonly logicalId: string
  readonly function: FunctionPlan
  readonly table: TablePlan
  readonly streamArn: string
  readonly startAt: 'TRIM_HORIZON' | 'LATEST'
  readonly batchRecordsMax: number
  readonly batchingWindowMs: number
  /** After the first attempt; `Infinity` when the template does not bound them. */
  readonly retriesMax: number
  readonly bisects: boolean
  readonly reportsItemFailures: boolean
  readonly passes: RecordFilter
  readonly failureQueue?: QueuePlan
}

type Known = {
  readonly functions: readonly FunctionPlan[]
  readonly tables: readonly TablePlan[]
  readonly queues: readonly QueuePlan[]
}

/** @throws BootError when a mapping points to nothing, or its function's role may not do what Lambda needs of it. */
export function planMappings(resources: readonly Resource[], known: Known): MappingPlan[] {
  return ofType(resources, 'AWS::Lambda::EventSourceMapping').map((resource) => {
    const properties = parseProperties(mappingProperties, resource)
    const arn = properties.EventSourceArn
    const target = properties.FunctionName
    const fn = pointedTo(known.functions, ({ name, arn }) => target === name || target === arn, `function ${target}`)
    const table = pointedTo(known.tables, ({ name }) => streamArn(name) === arn, `stream ${arn}`)
    if (table.streamView === undefined) throw new BootError(`${resource.logicalId}: table ${table.name} has no stream.`)
    for (const action of ['DescribeStream', 'GetRecords', 'GetShardIterator']) {
      demand(fn, `dynamodb:${action}`, arn, resource.logicalId)
    }
    const queueArn = properties.DestinationConfig?.OnFailure.Destination
    if (queueArn !== undefined) demand(fn, 'sqs:SendMessage', queueArn, resource.logicalId)
    const retries = properties.MaximumRetryAttempts
    return {
      logicalId: resource.logicalId,
      function: fn,
      table,
      streamArn: arn,
      startAt: properties.StartingPosition,
      batchRecordsMax: properties.BatchSize,
      batchingWindowMs: properties.MaximumBatchingWindowInSeconds * 1000,
      retriesMax: retries === -1 ? Number.POSITIVE_INFINITY : retries,
      bisects: properties.BisectBatchOnFunctionError,
      reportsItemFailures: properties.FunctionResponseTypes.length > 0,
      passes: compileFilters(properties.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? []),
      ...(queueArn === undefined
        ? {}
        : { failureQueue: pointedTo(known.queues, (queue) => queue.arn === queueArn, `queue ${queueArn}`) }),
    }
  })
}

function demand(fn: FunctionPlan, action: string, arn: string, mapping: string): void {
  if (allows(fn.permissions, action, arn)) return
  throw new BootError(`${mapping}: the role ${fn.roleName} of ${fn.name} lacks ${action} on ${arn}.`)
}

const ruleProperties = z.strictObject({
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z
    .array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        Input: z.string().optional(),
        RetryPolicy: noEffect,
        DeadLetterConfig: noEffect,
      }),
    )
    .length(1, 'one target for a rule'),
  Name: noEffect,
  Description: noEffect,
  Tags: noEffect,
})
const scheduleProperties = z.strictObject({
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.looseObject({ Mode: z.string() }),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    RetryPolicy: noEffect,
    DeadLetterConfig: noEffect,
  }),
  Name: noEffect,
  GroupName: noEffect,
  Description: noEffect,
  // Rates have no time zone.
  ScheduleExpressionTimezone: noEffect,
})

export type SchedulePlan = {
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  readonly source: 'aws.events' | 'aws.scheduler'
  readonly function: FunctionPlan
  readonly everyMs: number
  readonly enabled: boolean
  /** What the function gets instead of the scheduled event. */
  readonly input?: unknown
}

/** @throws BootError on a rule that is not a rate on a function of the template. */
export function planSchedules(resources: readonly Resource[], functions: readonly FunctionPlan[]): SchedulePlan[] {
  return ofType(resources, 'AWS::Events::Rule', 'AWS::Scheduler::Schedule').map((resource) => {
    const isRule = resource.type === 'AWS::Events::Rule'
    const { ScheduleExpression, State, target } = isRule ? ruleOf(resource) : scheduleOf(resource)
    return {
      logicalId: resource.logicalId,
      name: resource.name,
      arn: identify(resource.type, resource.name, '').attributes.Arn ?? '',
      source: isRule ? 'aws.events' : 'aws.scheduler',
      function: pointedTo(functions, ({ arn }) => arn === target?.Arn, `function ${target?.Arn}`),
      everyMs: rateMs(ScheduleExpression, resource.logicalId),
      enabled: State === 'ENABLED',
      ...(target?.Input === undefined ? {} : { input: JSON.parse(target.Input) }),
    }
  })
}

function ruleOf(resource: Resource) {
  const { Targets, ...rest } = parseProperties(ruleProperties, resource)
  return { ...rest, target: Targets[0] }
}

function scheduleOf(resource: Resource) {
  const { Target, ...rest } = parseProperties(scheduleProperties, resource)
  return { ...rest, target: Target }
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

function rateMs(expression: string, logicalId: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  const ms = Number(count) * (unitMs[unit ?? ''] ?? Number.NaN)
  if (ms > 0) return ms
  throw new BootError(`${logicalId}: the local back end plays rates only, not ${expression}.`)
}
