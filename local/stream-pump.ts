import { randomUUID } from 'node:crypto'
import { type Delivery, deliverBatch, type FailedAttempt } from './batch-delivery.ts'
import type { LocalClock } from './clock.ts'
import type { FunctionPool } from './function-pool.ts'
import type { Log } from './log.ts'
import type { Queues } from './queues.ts'
import { type LambdaRecord, lambdaRecord } from './stream-event.ts'
import type { StreamPart, StreamSource } from './stream-source.ts'
import type { MappingPlan } from './trigger-plan.ts'
import { createWakeUp } from './wake-up.ts'

/** One event-source mapping at work. */
export type StreamPump = {
  readonly plan: MappingPlan
  /** Says that the table may have new records. */
  wake(): void
  /** Resolves when a read that began after this call found nothing left to do. */
  caughtUp(): Promise<void>
  /** Records that were brought to the function so far. */
  readonly deliveredCount: () => number
  readonly readUpTo: () => bigint
  close(): Promise<void>
}

export type PumpOptions = {
  readonly plan: MappingPlan
  readonly source: StreamSource
  readonly pool: FunctionPool
  readonly queues: Queues
  readonly clock: LocalClock
  readonly log: Log
}

/** For writes that did not come through the gateway. */
const pollMs = 1_000

export function startStreamPump(options: PumpOptions): StreamPump {
  const { plan, source, log } = options
  const stop = new AbortController()
  const wakeUp = createWakeUp(stop.signal)
  let waiting: { readonly since: number; readonly resolve: () => void }[] = []
  /** A read may share an answer that was asked for after this moment: the last at which there may have been news. */
  let newsAt = performance.now()
  let deliveredCount = 0
  const wake = () => {
    newsAt = performance.now()
    wakeUp.wake()
  }

  async function step(): Promise<void> {
    const since = newsAt
    const part = await source.read(since)
    if (part !== undefined) {
      deliveredCount += await deliverPart(await fillBatch(part), options, stop.signal)
      return
    }
    source.save()
    for (const each of waiting) if (each.since <= since) each.resolve()
    waiting = waiting.filter((each) => each.since > since)
    await wakeUp.wait(pollMs)
    if (performance.now() - newsAt >= pollMs) newsAt = performance.now()
  }

  /** With a batching window, Lambda waits that long for a batch to fill. */
  async function fillBatch(part: StreamPart): Promise<StreamPart> {
    if (plan.batchingWindowMs === 0 || part.records.length >= plan.batchRecordsMax) return part
    await wakeUp.pause(plan.batchingWindowMs)
    return (await source.read(performance.now(), 'more')) ?? part
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await step()
      } catch (error) {
        if (stop.signal.aborted) return
        log(`The stream of ${plan.table.name} for ${plan.function.name} cannot be read: ${error}`)
        await wakeUp.pause(pollMs)
      }
    }
  }

  const running = run()
  return {
    plan,
    wake,
    caughtUp: () =>
      new Promise((resolve) => {
        wake()
        waiting.push({ since: newsAt, resolve })
      }),
    deliveredCount: () => deliveredCount,
    readUpTo: source.readUpTo,
    close: async () => {
      stop.abort()
      await running
      source.save()
    },
  }
}

/** Brings a part's records that pass the filter to the function, batch by batch. Answers how many they were. */
async function deliverPart(
  { shardId, records }: StreamPart,
  options: PumpOptions,
  signal: AbortSignal,
): Promise<number> {
  const { plan, source, pool } = options
  const passing = records.filter(plan.passes).map((record) => lambdaRecord(record, plan.streamArn))
  const delivery: Delivery = {
    invoke: (batch) => unlessAborted(pool.invoke({ Records: batch }), signal),
    reportsItemFailures: plan.reportsItemFailures,
    bisects: plan.bisects,
    retriesMax: plan.retriesMax,
    onDone: ({ dynamodb }) => source.done(shardId, dynamodb.SequenceNumber),
    onGivenUp: (batch, failure) => giveUp(batch, failure, shardId, options),
    signal,
  }
  for (let from = 0; from < passing.length; from += plan.batchRecordsMax) {
    await deliverBatch(passing.slice(from, from + plan.batchRecordsMax), delivery)
  }
  const last = records.at(-1)?.dynamodb?.SequenceNumber
  if (last !== undefined) source.passOver(shardId, last)
  return passing.length
}

/** Closing does not wait for a function that hangs: its batch is brought again after the next start. */
async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Sends where the records are, as Lambda does, to the mapping's queue: the records themselves stay in the stream. */
function giveUp(batch: readonly LambdaRecord[], failure: FailedAttempt, shardId: string, options: PumpOptions): void {
  const { plan, queues, clock, log } = options
  const [first, last] = [batch.at(0)?.dynamodb, batch.at(-1)?.dynamodb]
  const arrival = (seconds = 0) => new Date(seconds * 1000).toISOString()
  log(`${plan.function.name} gave up on ${batch.length} record(s) from ${first?.SequenceNumber} of ${plan.table.name}.`)
  if (plan.failureQueue === undefined) return
  queues.send(plan.failureQueue.arn, {
    requestContext: {
      requestId: randomUUID(),
      functionArn: plan.function.arn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: failure.attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(failure.functionError ? { functionError: 'Unhandled' } : {}),
    },
    version: '1.0',
    timestamp: clock.now().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: arrival(last?.ApproximateCreationDateTime),
      batchSize: batch.length,
      streamArn: plan.streamArn,
    },
  })
}
