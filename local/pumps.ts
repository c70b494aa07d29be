import { join } from 'node:path'
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import type { LocalClock } from './clock.ts'
import type { Engine } from './engine.ts'
import type { FunctionPools } from './functions.ts'
import type { Log } from './log.ts'
import type { Plan } from './plan.ts'
import type { Queues } from './queues.ts'
import { type StreamPump, startStreamPump } from './stream-pump.ts'
import { lowestOf, openStream } from './stream-source.ts'
import { openTail, type StreamTail } from './stream-tail.ts'

const trimEveryMs = 60_000

/** All event-source mappings at work. */
export type Pumps = {
  readonly all: readonly StreamPump[]
  /** Says that a table may have new records. */
  wake(table: string): void
  close(): Promise<void>
}

export type PumpsOptions = {
  readonly plan: Plan
  readonly streams: DynamoDBStreamsClient
  readonly pools: FunctionPools
  readonly queues: Queues
  readonly clock: LocalClock
  readonly folder: string
  readonly log: Log
  readonly engine: Engine
}

/** Starts a pump for every event-source mapping of the template, each from where it was. */
export async function startPumps(options: PumpsOptions): Promise<Pumps> {
  const { plan, streams, pools, queues, clock, folder, log, engine } = options
  const all: StreamPump[] = []
  const tails = new Map<string, StreamTail>()
  for (const mapping of plan.mappings) {
    const pool = pools.get(mapping.function.name)
    if (pool === undefined) throw new Error(`There is no function ${mapping.function.name}.`)
    const file = join(folder, 'checkpoints', `${mapping.logicalId}.json`)
    const table = mapping.table.name
    const tail = tails.get(table) ?? (await openTail(streams, table))
    tails.set(table, tail)
    const source = await openStream(tail, { startAt: mapping.startAt, file })
    all.push(startStreamPump({ plan: mapping, source, pool, queues, clock, log }))
  }
  const trimming = setInterval(() => engine.trim(readUpTo(plan, all)), trimEveryMs)
  trimming.unref()
  return {
    all,
    wake: (table) => {
      for (const pump of all) if (pump.plan.table.name === table) pump.wake()
    },
    close: async () => {
      clearInterval(trimming)
      await Promise.all(all.map((pump) => pump.close()))
    },
  }
}

/** Table → the lowest sequence number that all its consumers are done with; a stream without a consumer needs none. */
function readUpTo(plan: Plan, pumps: readonly StreamPump[]): Map<string, bigint> {
  const streamed = plan.tables.filter(({ streamView }) => streamView !== undefined)
  return new Map(
    streamed.map(({ name }) => {
      const positions = pumps.filter((pump) => pump.plan.table.name === name).map((pump) => pump.readUpTo())
      return [name, lowestOf(positions) ?? BigInt(Number.MAX_SAFE_INTEGER)]
    }),
  )
}
